//! An appointment as an iCalendar file (RFC 5545), for a calendar that other people may see: a neutral title, and no
//! name, place or purpose.

use protocol::RecordId;

use crate::record::{Appointment, Moment};

/// The title of every appointment, in a language (BCP 47).
fn title(language: &str) -> &'static str {
    if language.starts_with("de") { "Termin" } else { "Appointment" }
}

/// The file of an appointment. The same appointment has the same id, so that a calendar moves it instead of adding it
/// again.
pub fn appointment(id: RecordId, at: &Moment, appointment: &Appointment, made: &Moment, language: &str) -> String {
    let minutes = i64::from(appointment.duration_min.filter(|minutes| *minutes > 0).unwrap_or(60));
    let ends = Moment { unix_ms: at.unix_ms.saturating_add(minutes * 60_000), ..at.clone() };
    let status = if appointment.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let sequence = made.unix_ms.div_euclid(1_000).clamp(0, i64::from(i32::MAX));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".into(),
        "PRODID:-//calendar//EN".into(),
        "BEGIN:VEVENT".into(),
        format!("UID:{id}"),
        format!("DTSTAMP:{}", utc(made)),
        format!("SEQUENCE:{sequence}"),
        format!("DTSTART:{}", utc(at)),
        format!("DTEND:{}", utc(&ends)),
        format!("SUMMARY:{}", title(language)),
        format!("STATUS:{status}"),
        "END:VEVENT".into(),
        "END:VCALENDAR".into(),
    ];
    lines.into_iter().map(|line| line + "\r\n").collect()
}

/// `20260212T170000Z`.
fn utc(at: &Moment) -> String {
    let whole =
        Moment { unix_ms: at.unix_ms.div_euclid(1_000).saturating_mul(1_000), offset_s: 0, zone: String::new() };
    let text = whole.rfc3339();
    let digits: String = text.chars().take(19).filter(|sign| *sign != '-' && *sign != ':').collect();
    format!("{digits}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_that_others_see_shows_a_time_and_nothing_else() {
        let at = Moment::parse("2026-02-12T10:00:00.250-07:00", "America/Denver").unwrap();
        let made = Moment::parse("2026-02-10T09:00:00+01:00", "").unwrap();
        let meeting = Appointment {
            purpose: "dosing".into(),
            place: "Ketamine clinic, room 2".into(),
            duration_min: Some(50),
            by_therapist: true,
            ..Default::default()
        };
        let id = RecordId::new(1, [1; 10]);
        let file = appointment(id, &at, &meeting, &made, "de-AT");
        for line in ["DTSTART:20260212T170000Z", "DTEND:20260212T175000Z", "SUMMARY:Termin", "STATUS:CONFIRMED"] {
            assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
        }
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        assert!(file.lines().all(|line| line.len() <= 75) && file.is_ascii());
        for word in ["dosing", "clinic", "Ketamine", "room", "fterglow", "Denver"] {
            assert!(!file.contains(word), "{word}");
        }
        // A moved or cancelled appointment is a newer version of the same calendar entry.
        let later = Moment { unix_ms: made.unix_ms + 60_000, ..made };
        let cancelled = appointment(id, &at, &Appointment { cancelled: true, ..meeting }, &later, "en");
        assert!(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SUMMARY:Appointment"));
        let number =
            |file: &str| file.split("SEQUENCE:").nth(1).unwrap().lines().next().unwrap().parse::<i64>().unwrap();
        assert!(number(&cancelled) > number(&file));
    }
}
