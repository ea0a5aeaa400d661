// Found only once everything type-checks.
import Afterglow
import SwiftUI

final class Draft {
    var text = ""
}

@MainActor
func save(_ journal: Journal) async {
    let page = Draft()
    Task.detached { page.text = "the light" } // fault
    page.text = "the lake"
}
