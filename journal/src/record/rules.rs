//! A practice's own rules for the session record. They narrow the built-in limits of `journal::clinic`; what is wider
//! than these is ignored.

use super::fields::record;

record! {
    /// Narrower limits of body weight or of a vital sign, each at the side and of the sort of the built-in one.
    #[derive(Default)]
    struct OwnLimits {
        /// `weight_kg`, or the field of an observation row: `sys`, `spo2`.
        field: String,
        /// The lower number that is asked about.
        ask_low: Option<f64>,
        /// The upper number that is asked about.
        ask_high: Option<f64>,
        /// The lower number that is an alarm.
        alarm_low: Option<f64>,
        /// The upper number that is an alarm.
        alarm_high: Option<f64>,
        /// Blood pressure: the number above which to decide before a dose whether to wait.
        before_high: Option<f64>,
        /// Dissociation: the strength from which it is asked about if it lasts.
        lasting_high: Option<f64>,
        /// Dissociation: the minutes after the first dose from which it counts as lasting.
        lasting_minutes: Option<f64>,
    }

    /// Narrower limits of a route.
    #[derive(Default)]
    struct OwnRoute {
        /// A [`Route`](super::Route) as records name it, or `intranasal_esketamine`.
        route: String,
        /// The smallest usual single dose, in milligrams.
        low_mg: Option<f64>,
        /// The greatest usual single dose, in milligrams.
        high_mg: Option<f64>,
        /// The greatest usual sum in one session, in milligrams.
        session_mg: Option<f64>,
        /// The minutes of the observation rows after a dose. The last is the shortest time until the client may leave.
        minutes: Vec<u32>,
    }

    /// What is given at most within some days. It is shown and blocks nothing.
    #[derive(Default)]
    struct OwnSpan {
        /// 30, 90 or 365.
        days: u32,
        /// Sessions.
        max_sessions: Option<u32>,
        /// Milligrams, of all routes.
        max_mg: Option<f64>,
    }

    /// A practice's own rules for the session record.
    #[derive(Default)]
    struct ClinicRules {
        /// The number of the practice's version, from 1.
        edition: u32,
        /// Body weight and vital signs.
        limits: Vec<OwnLimits>,
        /// Doses and observation rows by route.
        routes: Vec<OwnRoute>,
        /// Hours without food before a dose.
        food_hours: Option<f64>,
        /// Hours without a drink before a dose.
        drink_hours: Option<f64>,
        /// The sums over 30, 90 and 365 days.
        spans: Vec<OwnSpan>,
    }
}
