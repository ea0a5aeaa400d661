import Afterglow
import AfterglowKit
import SwiftUI

/// A tab on a wide screen. Its page stays in the first column, and what is opened from it is in the second one; until then
/// the journal is beside Today.
struct Columns: View {
    @Environment(AppModel.self) private var app
    let place: Place
    @Binding var way: [Place]

    var body: some View {
        // The first column is no menu, so it cannot be hidden. Help is in the second one.
        NavigationSplitView(columnVisibility: .constant(.all)) {
            Page(place: place)
                .environment(\.go, { app.open($0) })
                .toolbar(removing: .sidebarToggle)
                .navigationSplitViewColumnWidth(min: 320, ideal: 400, max: 440)
        } detail: {
            Opened(way: $way) {
                if let beside = place.beside { Screen(place: beside) } else { NothingOpen().withHelp() }
            }
        }
        .navigationSplitViewStyle(.balanced)
    }
}

/// The opened places above a first page.
struct Opened<First: View>: View {
    @Binding var way: [Place]
    @ViewBuilder let first: First

    var body: some View {
        NavigationStack(path: $way) {
            // Another place is another page, also where it replaces one.
            first.navigationDestination(for: Place.self) { Screen(place: $0).id($0) }
        }
    }
}

private struct NothingOpen: View {
    @Environment(\.palette) private var palette

    var body: some View {
        Text("What you open is shown here.")
            .font(.said)
            .foregroundStyle(palette.secondary)
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .background(palette.background)
    }
}
