import Afterglow
import AfterglowKit
import SwiftUI

/// The whole app, once the journal is open: four tabs, and help from everywhere.
struct AppScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.scenePhase) private var phase
    @State private var helping = false
    @State private var pin = ""

    var body: some View {
        Group {
            if let lock = app.lock, lock.locked {
                LockScreen(lock: lock)
            } else if app.root == .welcome {
                NavigationStack { WelcomeScreen() }
            } else {
                TabView(selection: Binding { app.root } set: { app.go($0) }) {
                    tab(.today, "Today", "house")
                    tab(.journey, "Journey", "calendar")
                    tab(.lookBack, "Look back", "magnifyingglass")
                    tab(.more, "More", "line.3.horizontal")
                }
            }
        }
        .tint(Color("Ember"))
        .sheet(isPresented: $helping) { NavigationStack { HelpScreen() } }
        .alert(app.notice ?? "", isPresented: .constant(app.notice != nil)) { Button("Close") { app.notice = nil } }
        .alert("Is it you?", isPresented: .constant(app.proving != nil)) {
            SecureField("PIN", text: $pin).keyboardType(.numberPad)
            Button("Yes") {
                let typed = pin
                pin = ""
                Task { await app.prove { try await $0.unlock(pin: typed) } }
            }
            Button("Face or finger") { Task { await app.prove { try await $0.unlockWithBiometrics() } } }
            Button("Cancel", role: .cancel) { app.stopProving() }
        }
        .environment(\.help, { helping = true })
        .task { await app.listen() }
        .task(id: phase) { if phase == .active { await app.stayInSync() } }
        .task { await Notices.follow(app) }
        .task { await app.follow(network: Connection.changes()) }
        .task(id: app.lock) { await app.lockWhenLeftAlone() }
        .simultaneousGesture(TapGesture().onEnded { app.touched() })
    }

    private func tab(_ place: AfterglowKit.Place, _ title: LocalizedStringKey, _ image: String) -> some View {
        @Bindable var app = app
        // One way for all tabs, and it is the chosen one's.
        return NavigationStack(path: app.root == place ? $app.way : .constant([])) {
            Screen(place: place).navigationDestination(for: AfterglowKit.Place.self) { Screen(place: $0) }
        }
        .tabItem { Label(title, systemImage: image) }
        .tag(place)
    }
}

/// Each place's screen.
struct Screen: View {
    let place: AfterglowKit.Place
    @Environment(\.help) private var help

    var body: some View {
        content.toolbar {
            if place != .help { ToolbarItem(placement: .topBarTrailing) { Button("Help now", action: help) } }
        }
    }

    @ViewBuilder private var content: some View {
        switch place {
        case .welcome: WelcomeScreen()
        case .today: TodayPage()
        case .journey: JourneyPage()
        case .lookBack: LookBackPage()
        case .more: MorePage()
        case .write(let id, let prompt): WritePage(id: id, prompt: prompt)
        case .writeWithheld: WritePage(id: nil, prompt: nil, withheld: true)
        case .checkIn: CheckInPage()
        case .entry(let id): EntryPage(id: id)
        case .share(let id): SharePage(id: id)
        case .conflicts: ConflictsPage()
        case .sessions: SessionsPage()
        case .session(let number): SessionPage(number: number)
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
        case .register: CredentialsPage(purpose: .register)
        case .signIn: CredentialsPage(purpose: .signIn)
        case .recover: CredentialsPage(purpose: .recover)
        case .recoveryKit: RecoveryKitPage()
        case .whatThisIs: WhatThisIsPage()
        case .help: HelpScreen()
        case .crisisPlan: CrisisPlanPage()
        case .harm: HarmPage()
        case .safety(let event): SafetyPage(event: event)
        case .result(let id): ResultPage(id: id)
        case .reminders: RemindersPage()
        case .settings: SettingsPage()
        case .takeAlong: TakeAlongPage()
        case .bring: BringPage()
        }
    }
}

extension EnvironmentValues {
    /// Opens help: the first of the two taps.
    @Entry var help: () -> Void = {}
}

/// Stands where the network matters for what is seen or done, before anything is tapped.
struct Away: View {
    @Environment(AppModel.self) private var app
    /// Something is asked of a server at once, and cannot wait.
    var here = false

    var body: some View {
        if app.offline {
            if here {
                Text("No connection. This needs one; what you write until then stays safe on this phone.")
            } else {
                Text("No connection. Everything is kept here and goes out by itself.")
            }
        }
    }
}

/// Loads a view of the core and shows it, or that it is on its way, or why not.
struct Shows<Value: Sendable, Content: View>: View {
    @Environment(AppModel.self) private var app
    @State private var watched: Watched<Value>?
    let parts: Set<Part>
    let load: @Sendable (Journal) throws -> Value
    @ViewBuilder let content: (Value) -> Content

    init(_ parts: Set<Part>, load: @escaping @Sendable (Journal) throws -> Value, @ViewBuilder content: @escaping (Value) -> Content) {
        self.parts = parts
        self.load = load
        self.content = content
    }

    var body: some View {
        Group {
            switch watched?.shown {
            case .ready(let value): content(value)
            case .failed(let sentence):
                Section {
                    Text(sentence)
                    Button("Try again") { Task { await watched?.reload() } }
                }
            default: ProgressView("Loading")
            }
        }
        .task {
            let watched = Watched(app.journal, parts, load: load)
            self.watched = watched
            await watched.follow(app.changes())
        }
    }
}
