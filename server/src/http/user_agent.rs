//! A short description of a `User-Agent` for the owner of the account. Versions and models are not stored: they
//! reveal more about a person than about a thief.

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

// Most others also name Chrome, and Chrome names Safari.
const PROGRAMS: [(&str, &str); 7] = [
    ("Afterglow/", "Afterglow"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Such as "Firefox on Linux"; "another program" if it is unknown.
pub(crate) fn describe(agent: &str) -> Option<String> {
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    if agent.trim().is_empty() {
        return None;
    }
    let program = named(&PROGRAMS).unwrap_or("another program");
    Some(match named(&SYSTEMS) {
        Some(system) => format!("{program} on {system}"),
        None => program.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_agents_become_short_descriptions() {
        for (agent, description) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
            ("Afterglow/0.1.0 (Android)", "Afterglow on Android"),
            ("curl/8.5.0", "another program"),
            ("<script>alert(1)</script>", "another program"),
        ] {
            assert_eq!(describe(agent).as_deref(), Some(description), "{agent}");
        }
        assert_eq!(describe(" "), None);
    }
}
