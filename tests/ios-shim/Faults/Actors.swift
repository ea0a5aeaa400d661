// Values that are passed to another actor but must not be.
import Afterglow
import AfterglowKit
import SwiftUI

@MainActor
final class Page {
    var offline = false
}

struct Actors: View {
    @Environment(AppModel.self) private var app
    let later: () -> Void

    var body: some View {
        Button("Later", action: later) // fault
    }
}

func shown(_ page: Page) -> Bool {
    page.offline // fault
}
