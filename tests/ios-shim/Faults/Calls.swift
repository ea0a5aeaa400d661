// Wrong calls: of our own packages, and of what is declared for SwiftUI. Each in a view of its own, for one hides the next.
import Afterglow
import AfterglowKit
import SwiftUI

struct Calls: View {
    @Environment(AppModel.self) private var app
    @State private var words = ""

    var body: some View {
        Button("Write") { Task { await app.act { try $0.scribble(words: "the light") } } } // fault
    }

    private var field: some View {
        TextField("Words", text: words) // fault
    }

    private var way: some View {
        Button("Read") { app.go(.nowhere) } // fault
    }
}
