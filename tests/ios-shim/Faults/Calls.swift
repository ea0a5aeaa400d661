// Wrong calls: of our own packages, and of the SwiftUI shim. Each is in its own view, because one error hides the next.
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
