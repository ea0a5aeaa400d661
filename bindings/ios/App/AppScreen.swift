import Afterglow
import AfterglowInbox
import AfterglowKit
import SwiftUI

/// The app with an open journal: four tabs, and help from every screen.
struct AppScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @Environment(\.scenePhase) private var phase
    @Environment(\.horizontalSizeClass) private var width
    /// The open places, while the system has ended the app.
    @SceneStorage("places") private var places = ""
    @State private var pin = ""

    var body: some View {
        @Bindable var app = app
        Group {
            if let lock = app.lock, lock.locked {
                LockScreen(lock: lock)
            } else if app.root == .welcome {
                NavigationStack { WelcomePage() }
            } else {
                TabView(selection: Binding { app.root } set: { app.go($0) }) {
                    tab(.today, "Today", "house")
                    tab(.journey, "Journal", "book")
                    // In the middle, without a place of its own: it opens a page above the current tab.
                    Color.clear.tabItem { Label("Write", systemImage: "square.and.pencil") }.tag(Place.write(id: nil, prompt: nil))
                    tab(.lookBack, "Look back", "magnifyingglass")
                    tab(.more, "You", "person.crop.circle")
                }
            }
        }
        .spoken(app.language)
        .lit()
        .sheet(isPresented: $app.isHelpOpen) {
            NavigationStack { HelpPage() }
                // What was opened from help does not stay open above the lock.
                .id(app.lock?.locked)
                .spoken(app.language)
                .environment(\.leaveHelp, { app.isHelpOpen = false })
                .neverDim()
                .covered()
                .touching(app)
        }
        .sensoryFeedback(.impact(flexibility: .soft), trigger: app.keptCount)
        // Alerts are above the cover in the app switcher.
        .alert(app.notice ?? "", isPresented: .constant(app.notice != nil && phase == .active)) { Button("Close") { app.notice = nil } }
        .alert("Is it you?", isPresented: .constant(app.proving != nil && phase == .active)) {
            SecureField("PIN", text: $pin).keyboardType(.numberPad)
            Button("Yes") {
                let typed = pin
                pin = ""
                Task { await app.prove { try await $0.unlock(pin: typed) } }
            }
            if app.lock?.biometrics == true {
                Button("Face or fingerprint") { Task { await app.prove { try await $0.unlockWithBiometrics() } } }
            }
            Button("Cancel", role: .cancel) { app.stopProving() }
        }
        .environment(\.help, { app.isHelpOpen = true })
        .environment(\.go, { app.go($0) })
        .onAppear {
            // Once: not in a new journal, after everything was deleted.
            guard !opening.isRestored else { return }
            opening.isRestored = true
            app.restore(places.split(separator: " ").map(String.init))
        }
        .onChange(of: phase) { _, now in
            if now != .active { places = app.routes.joined(separator: " ") }
        }
        .task { await app.listen() }
        .task(id: phase) { if phase == .active { await app.stayInSync() } }
        .task { await Notices.follow(app) }
        .task { await app.follow(network: Connection.changes()) }
        .task(id: app.lock) { await app.lockWhenLeftAlone() }
        .task(id: [phase == .active, app.lock?.locked == false]) {
            guard phase == .active, app.lock?.locked == false, let inbox = Inbox.shared else { return }
            await app.takeUp(inbox)
        }
        .touching(app)
    }

    private func tab(_ place: Place, _ title: LocalizedStringKey, _ image: String) -> some View {
        @Bindable var app = app
        // One navigation path, that of the selected tab.
        let way = app.root == place ? $app.way : .constant([])
        return Group {
            if width == .regular { Columns(place: place, way: way) } else { Opened(way: way) { Screen(place: place) } }
        }
        .tabItem { Label(title, systemImage: image) }
        .tag(place)
    }
}

/// The screen of a place, with help.
struct Screen: View {
    let place: Place

    var body: some View { Page(place: place).withHelp() }
}

/// Maps each place to its screen.
struct Page: View {
    let place: Place

    var body: some View {
        switch place {
        case .welcome: WelcomePage()
        case .today: TodayPage()
        case .journey: JourneyTab()
        case .lookBack: LookBackPage()
        case .more: MorePage()
        case .write(let id, let prompt): WritePage(id: id, prompt: prompt)
        case .writeWithheld: WritePage(id: nil, prompt: nil, withheld: true)
        case .checkIn: CheckInPage()
        case .effects: EffectsPage()
        case .effectsAnswer(let id): EffectsAnswerPage(id: id)
        case .entry(let id): EntryPage(id: id)
        case .share(let id): SharePage(id: id)
        case .conflicts: ConflictsPage()
        case .sessions: SessionsPage()
        case .session(let number): SessionPage(number: number)
        case .prepare: PreparePage()
        case .steps: StepsPage()
        case .newStep(let from): NewStepPage(fromEntry: from)
        case .measures: MeasuresPage()
        case .measure(let instrument, let assignment): MeasureScreen(instrument: instrument, assignment: assignment)
        case .therapist: TherapistPage()
        case .sharedWith(let care): SharedWithPage(care: care)
        case .goAlong(let from): GoAlongPage(from: from)
        case .readers: ReadersPage()
        case .recentlyRemoved: RecentlyRemovedPage()
        case .join(let link): JoinPage(link: link)
        case .register(let invitation): CredentialsPage(purpose: .register, invitation: invitation)
        case .signIn: CredentialsPage(purpose: .signIn)
        case .recover: CredentialsPage(purpose: .recover)
        case .recoveryKit: RecoveryKitPage()
        case .whatThisIs: WhatThisIsPage()
        case .help: HelpPage().neverDim()
        case .crisisPlan: CrisisPlanPage()
        case .harm: HarmPage().neverDim()
        case .safety(let event): SafetyPage(event: event)
        case .result(let id): ResultPage(id: id)
        case .reminders: RemindersPage()
        case .settings: SettingsPage()
        case .settingsOf(let subject): SettingsSubjectPage(subject: subject)
        case .takeAlong: TakeAlongPage()
        case .bring: BringPage()
        }
    }
}

extension EnvironmentValues {
    /// Opens help: the first of the two taps.
    @Entry var help: @MainActor () -> Void = {}
    /// Closes help, for a page that leads elsewhere.
    @Entry var leaveHelp: @MainActor () -> Void = {}
    /// Opens a place from a page of the tab bar, which stays open beside it on a wide screen.
    @Entry var go: @MainActor (Place) -> Void = { _ in }
}

/// An offline hint on screens that need the network.
struct Away: View {
    @Environment(AppModel.self) private var app
    /// The screen needs the server immediately.
    var here = false

    var body: some View {
        if app.offline {
            if here {
                Note(localized("No connection. This needs one. What you write is saved on this phone."))
            } else {
                Note(localized("No connection. Everything is saved here and will sync automatically."))
            }
        }
    }
}

/// Shows a view of the core, or that it is loading, or an error.
struct Shows<Value: Sendable, Content: View>: View {
    @Environment(AppModel.self) private var app
    @State private var watched: Watched<Value>?
    let parts: Set<Part>
    /// Shown until it is loaded.
    let first: Value?
    let load: @Sendable (Journal) async throws -> Value
    @ViewBuilder let content: (Value) -> Content

    init(
        _ parts: Set<Part>, first: Value? = nil, load: @escaping @Sendable (Journal) async throws -> Value,
        @ViewBuilder content: @escaping (Value) -> Content
    ) {
        self.parts = parts
        self.first = first
        self.load = load
        self.content = content
    }

    var body: some View {
        Group {
            switch watched?.shown {
            case .ready(let value): content(value)
            case .failed(let sentence):
                VStack(alignment: .leading, spacing: 12) {
                    Note(sentence, urgent: true)
                    Button("Try again") { Task { await watched?.reload() } }.buttonStyle(.quiet)
                }
            default: if let first { content(first) } else { ProgressView("Loading") }
            }
        }
        .task {
            let watched = Watched(app, parts, load: load)
            self.watched = watched
            await watched.follow()
        }
    }
}

extension View {
    /// Help is one tap away on every page.
    func withHelp() -> some View { modifier(WithHelp()) }

    /// Covers the journal in the app switcher. A sheet is above its screen's cover and needs its own.
    func covered() -> some View { modifier(Cover()) }

    /// Taps and typing restart the auto-lock timer.
    func touching(_ app: AppModel) -> some View {
        simultaneousGesture(TapGesture().onEnded { app.touched() })
            .onReceive(NotificationCenter.default.publisher(for: UITextField.textDidChangeNotification)) { _ in app.touched() }
            .onReceive(NotificationCenter.default.publisher(for: UITextView.textDidChangeNotification)) { _ in app.touched() }
    }
}

private struct WithHelp: ViewModifier {
    @Environment(\.help) private var help

    func body(content: Content) -> some View {
        content.toolbar {
            ToolbarItem(placement: .topBarTrailing) { Button("Help now", action: help) }
        }
    }
}

private struct Cover: ViewModifier {
    @Environment(\.scenePhase) private var phase

    func body(content: Content) -> some View {
        content.overlay { if phase != .active { Color("Paper").ignoresSafeArea() } }
    }
}
