//! Times of a sample journey, moved into the present.

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp, ToSpan as _};
use journal::record::Moment;

use super::{Error, Persona};

/// Moves a persona's times into the present.
pub(super) struct Shift {
    zone: TimeZone,
    name: String,
    /// By how much days are moved.
    pub(super) span: Span,
}

impl Shift {
    pub(super) fn new(persona: &Persona, now: Timestamp) -> Result<Self, Error> {
        let zone = TimeZone::get(&persona.tz)?;
        let entries = persona.entries.iter().map(|entry| &entry.at);
        // An appointment that nobody has kept or missed is still to come.
        let met = persona.appointments.iter().filter(|meeting| meeting.kept.is_some());
        let others = met.map(|m| &m.at).chain(persona.measures.iter().map(|m| &m.at));
        let mut last = Date::MIN;
        for at in entries.chain(others).chain(persona.sessions.iter().map(|session| &session.at)) {
            last = last.max(local(at)?.0.date());
        }
        let yesterday = now.to_zoned(zone.clone()).date().yesterday()?;
        let span = if last == Date::MIN { 0.days() } else { last.until(yesterday)? };
        Ok(Self { zone, name: persona.tz.clone(), span })
    }

    /// The same time of the day on another day, with the offset in force there and then. What was written in another
    /// zone than the person's own keeps its offset.
    pub(super) fn moment(&self, at: &str) -> Result<Moment, Error> {
        let (civil, offset) = local(at)?;
        let at_home = self.zone.to_offset(offset.to_timestamp(civil)?) == offset;
        let moved = civil.checked_add(self.span)?;
        let (time, offset) = if at_home {
            let zoned = moved.to_zoned(self.zone.clone())?;
            (zoned.timestamp(), zoned.offset())
        } else {
            (offset.to_timestamp(moved)?, offset)
        };
        let zone = if at_home { self.name.clone() } else { String::new() };
        Ok(Moment { unix_ms: time.as_millisecond(), offset_s: offset.seconds(), zone })
    }

    pub(super) fn timestamp(&self, at: &str) -> Result<Timestamp, Error> {
        Ok(Timestamp::from_millisecond(self.moment(at)?.unix_ms)?)
    }
}

fn local(at: &str) -> Result<(DateTime, Offset), Error> {
    let pieces = DateTimeParser::new().parse_pieces(at)?;
    let time = pieces.time().unwrap_or_default();
    Ok((pieces.date().to_datetime(time), pieces.to_numeric_offset().unwrap_or(Offset::UTC)))
}
