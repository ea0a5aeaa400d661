import XCTest

/// A test of the app in a simulator: from the first screen to a page that is still there afterwards.
final class WalkTests: XCTestCase {
    @MainActor
    func testWordsAreThereAfterAStart() {
        let app = XCUIApplication()
        app.launchArguments = ["-AppleLanguages", "(en)", "-welcomed", "YES"]
        app.launch()
        app.tabBars.buttons["Write"].tap()
        let page = app.textViews["Write here"].firstMatch
        XCTAssertTrue(page.waitForExistence(timeout: 10))
        page.tap()
        page.typeText("the light through the leaves")
        XCTAssertTrue(app.staticTexts["Saved on this phone"].waitForExistence(timeout: 10))
        app.terminate()
        app.launch()
        app.tabBars.buttons["Journal"].tap()
        // An unfinished draft is offered on the writing screen.
        app.tabBars.buttons["Write"].tap()
        XCTAssertTrue(app.buttons["the light through the leaves"].firstMatch.waitForExistence(timeout: 10))
    }
}
