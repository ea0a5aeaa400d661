import AfterglowCore

// The same for one form, in fewer words.
extension Journal {
    /// Writes a reflection, now. Returns its id.
    public func write(_ writing: Writing) throws -> String {
        try write(form: .reflection(writing: writing))
    }

    /// Saves what the editor of a reflection holds, at every pause. Returns the draft's id.
    public func saveDraft(_ writing: Writing, id: String? = nil) throws -> String {
        try saveDraft(id: id, form: .reflection(writing: writing))
    }

    /// Writes a check-in, now. Returns its id.
    public func checkIn(_ form: CheckIn) throws -> String {
        try write(form: .checkIn(checkIn: form))
    }

    /// Writes a dosing session, as the clinic recorded it. Returns its id.
    public func write(_ session: SessionForm) throws -> String {
        try write(form: .session(session: session))
    }
}

extension Draft {
    /// What the editor of a reflection holds; nil for a draft of another form.
    public var writing: Writing? {
        if case .reflection(let writing) = form { writing } else { nil }
    }
}
