import Afterglow
import AfterglowKit
import Foundation
import XCTest

/// Where a tap leads, and what is restored after the app was ended.
final class PlaceTests: XCTestCase, @unchecked Sendable {
    private let some = EntryID(rawValue: "0197-entry")

    func testEachPlaceIsRestored() throws {
        let care = CareID(rawValue: "c1")
        let places: [Place] = [
            .today, .journey, .lookBack, .more, .write(id: nil, prompt: nil), .write(id: some, prompt: nil), .write(id: nil, prompt: PromptID(rawValue: "p")),
            .writeWithheld, .checkIn, .effects, .effectsAnswer(some), .entry(some), .share(some), .conflicts, .sessions, .session(3), .prepare, .steps,
            .newStep(fromEntry: nil), .newStep(fromEntry: some), .measures, .measure(instrument: InstrumentID(rawValue: "phq-9"), assignment: nil),
            .measure(instrument: InstrumentID(rawValue: "phq-9"), assignment: AssignmentID(rawValue: "a")), .therapist, .sharedWith(care),
            .goAlong(from: care), .readers, .recentlyRemoved, .signIn, .recover, .recoveryKit, .whatThisIs, .help, .crisisPlan, .reminders, .settings,
            .settingsOf(.lock), .harm, .safety(SafetyEventID(rawValue: "e")), .result(some), .takeAlong, .bring, .welcome,
        ]
        for place in places {
            XCTAssertEqual(Place(route: place.route), place, place.route)
            XCTAssertFalse(place.route.contains(" "))
        }
        for unknown in ["", "nowhere", "entry", "session/three", "settings-of/other"] { XCTAssertNil(Place(route: unknown), unknown) }
    }

    func testAnInvitationIsNotStored() {
        XCTAssertEqual(Place.join(link: "https://journal.example/join#secret").route, "join")
        XCTAssertEqual(Place.register(invitation: "https://journal.example/join#secret").route, "register")
    }

    @MainActor
    func testTheOpenPlacesAreRestoredButNotBeforeTheWelcome() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        app.restore(["journal", "entry/1", "nowhere", "today"])
        XCTAssertEqual(app.root, .journey)
        XCTAssertEqual(app.way, [.entry(EntryID(rawValue: "1"))])
        XCTAssertEqual(app.routes, ["journal", "entry/1"])
        // A link or an intent has opened another page.
        app.restore(["look-back"])
        XCTAssertEqual(app.root, .journey)
        let new = AppModel(try await begun(), welcomed: false)
        new.restore(["journal", "entry/1"])
        XCTAssertEqual(new.root, .welcome)
    }

    @MainActor
    func testAnActionLeadsOnOnlyIfThePersonIsStillThere() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        app.go(.newStep(fromEntry: nil))
        app.leave(.newStep(fromEntry: nil), for: .steps)
        XCTAssertEqual(app.way, [.steps])
        app.go(.settings)
        app.leave(.steps)
        XCTAssertEqual(app.way, [.steps, .settings])
    }

    @MainActor
    func testAfterRegistrationTheRecoveryCodeAndThenTheInvitationIsShown() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        let link = "https://journal.example/join#secret"
        let register = Place.register(invitation: link)
        app.go(.join(link: ""))
        app.go(register)
        app.registered(at: register, invitation: link)
        XCTAssertEqual(app.way, [.join(link: link), .recoveryKit])
        // The person has gone elsewhere meanwhile.
        app.go(.help)
        app.registered(at: register, invitation: link)
        XCTAssertEqual(app.way.last, .help)
        app.way = [.settingsOf(.account), .register(invitation: nil)]
        app.registered(at: .register(invitation: nil), invitation: nil)
        XCTAssertEqual(app.way, [.settingsOf(.account), .recoveryKit])
    }

    /// Its page would otherwise go on with an editor that was closed, and what is typed next would stay a draft.
    @MainActor
    func testALinkToAnOpenPlaceGoesOnWithItsPage() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        let place = Place.write(id: nil, prompt: nil)
        app.go(.journey)
        app.go(place)
        let editor = app.editor(at: place)
        app.isHelpOpen = true
        app.lead(to: place)
        XCTAssertFalse(app.isHelpOpen)
        app.go(.crisisPlan)
        app.lead(to: place)
        XCTAssertEqual(app.root, .journey)
        XCTAssertEqual(app.way, [place])
        XCTAssertTrue(editor === app.editor(at: place))
        for link in ["https://journal.example/join#one", "https://journal.example/join#two"] {
            app.lead(to: .join(link: link))
            XCTAssertEqual(app.root, .today)
            XCTAssertEqual(app.way, [.join(link: link)])
        }
    }

    @MainActor
    func testInTwoColumnsAPageOfTheBarStaysAndReplacesWhatWasOpenedFromIt() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        app.open(.entry(some))
        app.go(.share(some))
        app.open(.effects)
        XCTAssertEqual(app.way, [.effects])
        app.open(.journey)
        XCTAssertEqual(app.root, .journey)
        XCTAssertEqual(app.way, [])
        XCTAssertEqual(Place.roots.map(\.beside), [.journey, nil, nil, nil])
    }

    func testNewsLeadToWhatTheyTell() {
        func place(_ kind: NewsKind, _ target: String? = nil) -> Place { Place(of: News(kind: kind, said: "", count: 1, target: target)) }
        XCTAssertEqual(place(.unshared, "r"), .result(EntryID(rawValue: "r")))
        XCTAssertEqual(place(.replies), .therapist)
        for kind in [NewsKind.alarm, .reader, .readers] { XCTAssertEqual(place(kind), .readers) }
        XCTAssertEqual(place(.conflicts), .conflicts)
    }

    func testTheJournalIsGroupedByDayAndASessionIsALandmark() async throws {
        let journal = try await begun()
        for text in ["first", "second"] { _ = try await journal.write(Writing(text: text)) }
        _ = try await journal.write(SessionForm(number: 1, at: ZonedTime(Date(timeIntervalSinceNow: -7200))))
        let rows = try await journal.journey(filter: JourneyFilter(), limit: 50).rows
        let days = JourneyDay.all(of: rows)
        XCTAssertEqual(days.map { $0.session?.number }, [nil, 1])
        XCTAssertEqual(days.first?.entries.count, 2, "two entries of one day")
        XCTAssertEqual(days.first?.id, days.first?.entries.first?.id)
        // A session between entries of one day separates them.
        let around = JourneyDay.all(of: [rows[0], rows[2], rows[1]])
        XCTAssertEqual(around.map(\.entries.count), [1, 0, 1])
        XCTAssertEqual(Set(around.map(\.id)).count, 3)
        XCTAssertEqual(JourneyDay.all(of: []), [])
    }

    @MainActor
    func testADraftOpensItsOwnScreenWithItsWords() async throws {
        let journal = try await begun()
        let fits = FitsNow(fit: .draft, title: "", text: "", target: "d", slot: nil, assignment: nil)
        let source = try await journal.write(Writing(text: "in the wood"))
        let forms: [(EntryForm, Place, String?)] = [
            (.reflection(writing: Writing(text: "the light")), .write(id: EntryID(rawValue: "d"), prompt: nil), "the light"),
            (.checkIn(checkIn: CheckIn(mood: 3, text: " ")), .checkIn, nil),
            (.effects(effects: SideEffects(any: true, other: "dizzy")), .effects, "dizzy"),
            (.session(session: SessionForm(number: 2, firstWords: "warm")), .session(2), "warm"),
            (.intention(intention: IntentionForm(text: "calm", session: 1)), .prepare, "calm"),
            (.goal(goal: GoalForm(text: "sleep", status: .open)), .prepare, "sleep"),
            (.concern(concern: ConcernForm(text: "the dark", status: .open)), .prepare, "the dark"),
            (.step(step: StepForm(text: "a walk", cadence: nil, fromEntry: source, status: .active)), .newStep(fromEntry: source), "a walk"),
            (.crisisPlan(plan: PlanForm(coping: ["cold water"])), .crisisPlan, nil),
        ]
        for (form, place, words) in forms {
            let id = try await journal.saveDraft(id: nil, form: form)
            let begun = Begun(fits, draft: try await journal.draft(id: id))
            XCTAssertEqual(begun.place, place)
            XCTAssertEqual(begun.words, words)
            try await journal.discardDraft(id: id)
        }
        XCTAssertNil(Begun(FitsNow(fit: .rest, title: "", text: "", target: nil, slot: nil, assignment: nil), draft: nil).place)
        XCTAssertEqual(Begun(FitsNow(fit: .intention, title: "", text: "", target: nil, slot: nil, assignment: nil), draft: nil).place, .prepare)
    }
}
