import Afterglow
import Foundation
import Security

/// Secrets in this phone's Keychain, only for this app: never in a backup or on another device.
final class Keychain: SecretStore {
    private func query(_ name: String) -> [CFString: Any] {
        [kSecClass: kSecClassGenericPassword, kSecAttrService: "afterglow", kSecAttrAccount: name]
    }

    func load(name: String) throws -> Data? {
        var found: CFTypeRef?
        var wanted = query(name)
        wanted[kSecReturnData] = true
        switch SecItemCopyMatching(wanted as CFDictionary, &found) {
        case errSecSuccess: return found as? Data
        case errSecItemNotFound: return nil
        case errSecInteractionNotAllowed: throw SecretError.Locked
        default: throw SecretError.Failed
        }
    }

    func save(name: String, secret: Data) throws {
        try forget(name: name)
        var item = query(name)
        item[kSecValueData] = secret
        item[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        guard SecItemAdd(item as CFDictionary, nil) == errSecSuccess else { throw SecretError.Failed }
    }

    func forget(name: String) throws {
        let status = SecItemDelete(query(name) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw SecretError.Failed }
    }
}
