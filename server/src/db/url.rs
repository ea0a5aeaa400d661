//! PostgreSQL URLs: defaults and redaction.

/// Connection parameters of libpq that apply unless the URL sets them: fail after two seconds, notice a vanished host
/// within a few, and of several hosts use the one that accepts writes.
const DEFAULTS: [(&str, &str); 7] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "3000"),
    ("keepalives_idle", "2"),
    ("keepalives_interval", "1"),
    ("keepalives_count", "2"),
    ("target_session_attrs", "read-write"),
    ("application_name", "afterglow"),
];

/// The URL with the defaults that it does not set.
pub(crate) fn with_defaults(url: &str) -> String {
    let (_, query) = url.split_once('?').unwrap_or((url, ""));
    let is_set = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    // libpq rejects an empty parameter.
    let mut whole = url.trim_end_matches(['?', '&']).to_owned();
    for (name, value) in DEFAULTS.into_iter().filter(|(name, _)| !is_set(name)) {
        whole.push(if whole.contains('?') { '&' } else { '?' });
        whole.push_str(&format!("{name}={value}"));
    }
    whole
}

/// The URL without its password and its parameters, which may contain another one.
pub(crate) fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "(hidden)".into() };
    // An unencoded password may contain anything, even a question mark.
    let before_options = rest.split('?').next().unwrap_or_default();
    let (user, host) = match before_options.rsplit_once('@').or_else(|| rest.rsplit_once('@')) {
        Some((user, host)) => (user.split(':').next(), host.split('?').next().unwrap_or_default()),
        None => (None, before_options),
    };
    match user {
        Some(user) => format!("{scheme}://{user}:(hidden)@{host}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_the_url_override_defaults() {
        let whole = with_defaults("postgres://care@a,b:5433/afterglow?target_session_attrs=any&connect_timeout=9");
        assert_eq!(
            whole,
            "postgres://care@a,b:5433/afterglow?target_session_attrs=any&connect_timeout=9&tcp_user_timeout=3000\
             &keepalives_idle=2&keepalives_interval=1&keepalives_count=2&application_name=afterglow"
        );
        for url in ["postgres://a/b", "postgres://a/b?"] {
            assert!(with_defaults(url).starts_with("postgres://a/b?connect_timeout=2&"), "{url}");
        }
        assert!(with_defaults("postgres://a/b?sslmode=require&").contains("require&connect_timeout=2&"));
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
            assert_eq!(redacted(url), seen);
        }
    }
}
