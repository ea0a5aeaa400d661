//! A PostgreSQL database's URL: what is added to it, and how it is shown.

/// What every connection is told unless the URL says something else (libpq's names): whoever does not answer within two
/// seconds is not waited for, a host that vanished is noticed within a few, and of several hosts it is the one that takes
/// writes.
const DEFAULTS: [(&str, &str); 7] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "3000"),
    ("keepalives_idle", "2"),
    ("keepalives_interval", "1"),
    ("keepalives_count", "2"),
    ("target_session_attrs", "read-write"),
    ("application_name", "afterglow"),
];

/// The URL with what it does not say itself.
pub fn with_defaults(url: &str) -> String {
    let (_, query) = url.split_once('?').unwrap_or((url, ""));
    let said = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    let mut whole = url.to_owned();
    for (name, value) in DEFAULTS.into_iter().filter(|(name, _)| !said(name)) {
        whole.push(if whole.contains('?') { '&' } else { '?' });
        whole.push_str(&format!("{name}={value}"));
    }
    whole
}

/// The URL without its password and without options, which may hold another one.
pub fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "(hidden)".into() };
    // A password that was not encoded may hold anything, a question mark too.
    let before_options = rest.split('?').next().unwrap_or_default();
    let (user, place) = match before_options.rsplit_once('@').or_else(|| rest.rsplit_once('@')) {
        Some((user, place)) => (user.split(':').next(), place.split('?').next().unwrap_or_default()),
        None => (None, before_options),
    };
    match user {
        Some(user) => format!("{scheme}://{user}:(hidden)@{place}"),
        None => format!("{scheme}://{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_url_says_itself_stays() {
        let whole = with_defaults("postgres://care@a,b:5433/afterglow?target_session_attrs=any&connect_timeout=9");
        assert_eq!(
            whole,
            "postgres://care@a,b:5433/afterglow?target_session_attrs=any&connect_timeout=9&tcp_user_timeout=3000\
             &keepalives_idle=2&keepalives_interval=1&keepalives_count=2&application_name=afterglow"
        );
        assert!(with_defaults("postgres://a/b").starts_with("postgres://a/b?connect_timeout=2&"));
    }

    #[test]
    fn a_password_is_never_shown() {
        for (url, seen) in [
            (
                "postgres://care:s3cret@db:5432/afterglow?sslpassword=s3cret",
                "postgres://care:(hidden)@db:5432/afterglow",
            ),
            ("postgres://care:s3?cret@db/afterglow", "postgres://care:(hidden)@db/afterglow"),
            ("postgres://care:s3@cret@db/afterglow", "postgres://care:(hidden)@db/afterglow"),
            ("postgres://db/afterglow", "postgres://db/afterglow"),
            ("host=db password=s3cret", "(hidden)"),
        ] {
            assert_eq!(shown(url), seen);
        }
    }
}
