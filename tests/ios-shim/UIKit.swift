@_exported import Foundation
import UniformTypeIdentifiers
@MainActor open class UIResponder: NSObject {}
@MainActor open class UIView: UIResponder {
    public struct AutoresizingMask: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }; public static let flexibleWidth = Self(rawValue: 2), flexibleHeight = Self(rawValue: 16) }
    open var frame: CGRect { get { fatalError() } set {} }
    open var bounds: CGRect { get { fatalError() } set {} }
    open var autoresizingMask: AutoresizingMask { get { fatalError() } set {} }
    open func addSubview(_ view: UIView) {}
}
@MainActor open class UIViewController: UIResponder {
    open var view: UIView! { get { fatalError() } set {} }
    open var extensionContext: NSExtensionContext? { fatalError() }
    open func viewDidLoad() {}
    open func addChild(_ childController: UIViewController) {}
    open func didMove(toParent parent: UIViewController?) {}
}
// Of Foundation, where there is Objective-C.
@MainActor open class NSExtensionContext: NSObject {
    open var inputItems: [Any] { fatalError() }
    open func completeRequest(returningItems items: [Any]?, completionHandler: ((Bool) -> Void)? = nil) {}
}
open class NSExtensionItem: NSObject { open var attachments: [NSItemProvider]? { fatalError() } }
public protocol NSItemProviderReading {}
extension NSString: NSItemProviderReading {}
extension NSURL: NSItemProviderReading {}
open class NSItemProvider: NSObject {
    public var registeredContentTypes: [UTType] { fatalError() }
    public func canLoadObject<T: _ObjectiveCBridgeable>(ofClass: T.Type) -> Bool where T._ObjectiveCType: NSItemProviderReading { fatalError() }
    public func loadObject<T: _ObjectiveCBridgeable>(ofClass: T.Type, completionHandler: @escaping @Sendable (T?, (any Error)?) -> Void) -> Progress where T._ObjectiveCType: NSItemProviderReading { fatalError() }
    public func loadFileRepresentation(for contentType: UTType, openInPlace: Bool = false, completionHandler: @escaping @Sendable (URL?, Bool, (any Error)?) -> Void) -> Progress { fatalError() }
}
extension FileManager { public func containerURL(forSecurityApplicationGroupIdentifier groupIdentifier: String) -> URL? { fatalError() } }
@MainActor open class UIApplication: UIResponder {
    nonisolated public class var openNotificationSettingsURLString: String { fatalError() }
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
