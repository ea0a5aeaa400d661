import Afterglow

extension AppModel {
    /// An action at `place` has finished: goes back, or on to `next`, but only if the person is still there.
    public func leave(_ place: Place, for next: Place? = nil) {
        guard way.last == place else { return }
        way = way.dropLast() + (next.map { [$0] } ?? [])
    }

    /// Registration at `place` has finished: shows the recovery code, and then the invitation, but only if the person is
    /// still there.
    public func registered(at place: Place, invitation: String?) {
        guard way.last == place else { return }
        var before = Array(way.dropLast())
        if let invitation {
            if case .join? = before.last { before.removeLast() }
            before.append(.join(link: invitation))
        }
        way = before + [.recoveryKit]
    }

    public func go(_ place: Place) {
        if Place.roots.contains(place) {
            root = place
            way = []
        } else if way.last != place {
            way.append(place)
        }
    }

    /// Opens a place from a page of the tab bar. In two columns that page stays, and what was opened from it before is
    /// closed.
    public func open(_ place: Place) {
        guard !Place.roots.contains(place) else { return go(place) }
        if way != [place] { way = [place] }
    }

    /// A link or an intent leads to a place, whatever is open, help included. A place that is open already keeps its state:
    /// closed and opened again, its page would go on with a draft that was left.
    public func lead(to place: Place) {
        isHelpOpen = false
        if let open = way.firstIndex(of: place) {
            if place != way.last { way = Array(way.prefix(through: open)) }
        } else {
            go(.today)
            go(place)
        }
    }
}

extension Place {
    /// What is beside a page of the tab bar as long as nothing was opened from it, in two columns.
    public var beside: Place? { self == .today ? .journey : nil }
}
