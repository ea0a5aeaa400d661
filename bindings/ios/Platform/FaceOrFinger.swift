import Afterglow
import Foundation
import LocalAuthentication
import Security

/// A copy of the journal's key, protected by face or fingerprint. The Keychain checks it.
final class FaceOrFinger: Biometrics {
    private var item: [CFString: Any] {
        [kSecClass: kSecClassGenericPassword, kSecAttrService: "afterglow.face", kSecAttrAccount: "key"]
    }

    static var available: Bool { LAContext().canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: nil) }

    func keep(secret: Data) throws {
        try forget()
        // Faces or fingerprints that are added later do not release it.
        guard let access = SecAccessControlCreateWithFlags(nil, kSecAttrAccessibleWhenUnlockedThisDeviceOnly, .biometryCurrentSet, nil) else {
            throw BiometricError.Unavailable
        }
        var kept = item
        kept[kSecValueData] = secret
        kept[kSecAttrAccessControl] = access
        guard SecItemAdd(kept as CFDictionary, nil) == errSecSuccess else { throw BiometricError.Unavailable }
    }

    func release() throws -> Data {
        var found: CFTypeRef?
        var query = item
        query[kSecReturnData] = true
        guard SecItemCopyMatching(query as CFDictionary, &found) == errSecSuccess, let secret = found as? Data else {
            throw BiometricError.Refused
        }
        return secret
    }

    func forget() throws {
        SecItemDelete(item as CFDictionary)
    }
}
