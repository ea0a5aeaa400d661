//! What a therapist is shown, by published rules.
