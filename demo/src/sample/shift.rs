//! Moves the times of a sample journey to the present.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp, ToSpan as _};
use journal::record::Moment;

use super::Error;
use super::file::{Day, Persona};

/// Moves a persona's times by a fixed number of days, and resolves those that are relative.
pub(super) struct Shift {
    zone: TimeZone,
    name: String,
    now: Timestamp,
    today: Date,
    /// The number of days to add.
    span: Span,
    /// Whether items that the file dates today or later are left out.
    cut: bool,
}

impl Shift {
    pub(super) fn new(persona: &Persona, now: Timestamp) -> Result<Self, Error> {
        let zone = match persona.tz.as_str() {
            "local" => TimeZone::system(),
            name => TimeZone::get(name)?,
        };
        let today = now.to_zoned(zone.clone()).date();
        let span = match (persona.today, persona.series.as_ref().and_then(|series| series.start)) {
            (Some(day), Some(start)) => start.checked_add(day.days())?.until(today)?,
            _ => match last_day(persona)? {
                Some(last) => last.until(today.yesterday()?)?,
                None => 0.days(),
            },
        };
        let name = zone.iana_name().unwrap_or("UTC").into();
        Ok(Self { zone, name, now, today, span, cut: persona.today.is_some() })
    }

    /// Keeps the time of day and moves the date, with the UTC offset of the new date. A time in another zone than the
    /// persona's own keeps its offset. `None` for a time that is left out.
    pub(super) fn moment(&self, at: &str) -> Result<Option<Moment>, Error> {
        if let Some(time) = self.relative(at)? {
            return Ok(Some(time));
        }
        let (civil, offset) = local(at)?;
        let at_home = self.zone.to_offset(offset.to_timestamp(civil)?) == offset;
        let moved = civil.checked_add(self.span)?;
        if self.cut && moved.date() >= self.today {
            return Ok(None);
        }
        if at_home {
            return Ok(Some(self.at_home(moved)?));
        }
        let time = offset.to_timestamp(moved)?;
        Ok(Some(Moment { unix_ms: time.as_millisecond(), offset_s: offset.seconds(), zone: String::new() }))
    }

    pub(super) fn timestamp(&self, at: &str) -> Result<Option<Timestamp>, Error> {
        let moment = self.moment(at)?;
        Ok(moment.map(|moment| Timestamp::from_millisecond(moment.unix_ms)).transpose()?)
    }

    /// The day on which something was done; `None` if it is left out.
    pub(super) fn day(&self, day: &Day) -> Result<Option<Date>, Error> {
        let moved = match day {
            Day::Relative(days) => return Ok(Some(self.today.checked_add(days.days())?)),
            Day::Date(date) => date.checked_add(self.span)?,
        };
        Ok(Some(moved).filter(|moved| !self.cut || *moved < self.today))
    }

    /// `-3 20:10`, `+1 16:30`, `+3h`.
    fn relative(&self, at: &str) -> Result<Option<Moment>, Error> {
        if let Some(hours) = at.strip_suffix('h').and_then(|hours| hours.parse::<i64>().ok()) {
            let half = 1_800_000;
            let ms = self.now.as_millisecond() + hours * 3_600_000;
            return Ok(Some(self.zoned(Timestamp::from_millisecond((ms + half - 1).div_euclid(half) * half)?)));
        }
        let Some((days, time)) = at.split_once(' ') else { return Ok(None) };
        let Ok(days) = days.parse::<i64>() else { return Ok(None) };
        let time: Time = time.parse()?;
        Ok(Some(self.at_home(self.today.checked_add(days.days())?.to_datetime(time))?))
    }

    fn at_home(&self, civil: DateTime) -> Result<Moment, Error> {
        Ok(self.zoned(civil.to_zoned(self.zone.clone())?.timestamp()))
    }

    fn zoned(&self, time: Timestamp) -> Moment {
        let offset_s = self.zone.to_offset(time).seconds();
        Moment { unix_ms: time.as_millisecond(), offset_s, zone: self.name.clone() }
    }
}

/// The last past day, in the file's own dates.
fn last_day(persona: &Persona) -> Result<Option<Date>, Error> {
    let entries = persona.entries.iter().map(|entry| &entry.at);
    // An appointment that was neither kept nor missed is in the future.
    let past = persona.appointments.iter().filter(|meeting| meeting.kept.is_some());
    let others = past.map(|m| &m.at).chain(persona.measures.iter().map(|m| &m.at));
    let mut last = None;
    for at in entries.chain(others).chain(persona.sessions.iter().map(|session| &session.at)) {
        // Relative times need no shift.
        if let Ok((civil, _)) = local(at) {
            last = last.max(Some(civil.date()));
        }
    }
    Ok(last)
}

fn local(at: &str) -> Result<(DateTime, Offset), Error> {
    let pieces = DateTimeParser::new().parse_pieces(at)?;
    let time = pieces.time().unwrap_or_default();
    Ok((pieces.date().to_datetime(time), pieces.to_numeric_offset().unwrap_or(Offset::UTC)))
}
