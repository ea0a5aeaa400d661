import AfterglowCore

// Shorthands for one form each.
extension Journal {
    /// Writes a reflection with the current time. Returns its id.
    public func write(_ writing: Writing) async throws -> EntryID {
        try await write(form: .reflection(writing: writing))
    }

    /// Saves the draft of a reflection, at every pause. Returns the draft's id.
    public func saveDraft(_ writing: Writing, id: EntryID? = nil) async throws -> EntryID {
        try await saveDraft(id: id, form: .reflection(writing: writing))
    }

    /// Writes a check-in with the current time. Returns its id.
    public func checkIn(_ form: CheckIn) async throws -> EntryID {
        try await write(form: .checkIn(checkIn: form))
    }

    /// Writes a side-effect check with the current time. Returns its id.
    public func checkEffects(_ form: SideEffects) async throws -> EntryID {
        try await write(form: .effects(effects: form))
    }

    /// Writes a dosing session. Returns its id.
    public func write(_ session: SessionForm) async throws -> EntryID {
        try await write(form: .session(session: session))
    }
}

extension Journal {
    /// Changes some of the preferences, and keeps the others.
    ///
    ///     try await journal.changePreferences { $0.language = .german }
    public func changePreferences(_ edit: @Sendable (inout Preferences) -> Void) async throws {
        var changed = try await preferences()
        edit(&changed)
        try await setPreferences(preferences: changed)
    }
}

extension Draft {
    /// The content of a reflection's draft; nil for a draft of another form.
    public var writing: Writing? {
        if case .reflection(let writing) = form { writing } else { nil }
    }
}
