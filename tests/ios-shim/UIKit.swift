@_exported import Foundation
@MainActor open class UIResponder: NSObject {}
@MainActor open class UIViewController: UIResponder {}
@MainActor open class UIApplication: UIResponder {
    open class var shared: UIApplication { fatalError() }
    open func beginBackgroundTask(withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil) -> UIBackgroundTaskIdentifier { fatalError() }
    open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) { fatalError() }
}
public struct UIBackgroundTaskIdentifier: Hashable, Equatable, RawRepresentable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
}
@MainActor open class UITextField: UIResponder {
    nonisolated public class var textDidChangeNotification: NSNotification.Name { fatalError() }
}
@MainActor open class UITextView: UIResponder {
    nonisolated public class var textDidChangeNotification: NSNotification.Name { fatalError() }
}
open class UIImage: NSObject, @unchecked Sendable {
    public init?(data: Data) { fatalError() }
    public convenience init?(data: Data, scale: CGFloat) { fatalError() }
    public func jpegData(compressionQuality: CGFloat) -> Data? { fatalError() }
}
public struct UITextContentType: Hashable, RawRepresentable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let username = Self(rawValue: ""), password = Self(rawValue: ""), newPassword = Self(rawValue: ""), oneTimeCode = Self(rawValue: "")
}
@MainActor open class UINavigationController: UIViewController {}
@MainActor public protocol UINavigationControllerDelegate: AnyObject {}
@MainActor public protocol UIImagePickerControllerDelegate: AnyObject {
    func imagePickerController(_ picker: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any])
    func imagePickerControllerDidCancel(_ picker: UIImagePickerController)
}
@MainActor open class UIImagePickerController: UINavigationController {
    public enum SourceType: Int, Sendable { case photoLibrary, camera, savedPhotosAlbum }
    public struct InfoKey: Hashable, RawRepresentable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let originalImage = InfoKey(rawValue: "")
    }
    open class func isSourceTypeAvailable(_ sourceType: UIImagePickerController.SourceType) -> Bool { fatalError() }
    open var sourceType: UIImagePickerController.SourceType { get { fatalError() } set { fatalError() } }
    weak open var delegate: (any UIImagePickerControllerDelegate & UINavigationControllerDelegate)?
}
public enum UIKeyboardType: Int, @unchecked Sendable { case `default`, asciiCapable, numbersAndPunctuation, URL, numberPad, phonePad, namePhonePad, emailAddress, decimalPad, twitter, webSearch, asciiCapableNumberPad }
