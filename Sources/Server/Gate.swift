import Foundation

/// Refuses what did not come from a page of this server or a person at this machine.
///
/// A page of another site can make a browser send requests here, also under a name of its own that leads to this machine
/// (DNS rebinding); `Host` then carries that name and `Origin` that site.
package struct Gate: Sendable {
  /// Names of this server without ports, in small letters.
  private let names: Set<String>
  private let port: Int
  /// Whether other machines may ask: then any address in numbers is a name of this server, which no other site has.
  private let isOpen: Bool

  /// `host` is the address that is listened at; `machine` is how the network calls this machine.
  package init(host: String, port: Int, machine: String = ProcessInfo.processInfo.hostName) {
    self.port = port
    isOpen = !Listener.isLoopback(host)
    let own = ["localhost", "127.0.0.1", "[::1]", Self.bracketed(host)] + (isOpen ? [machine] : [])
    names = Set(own.map { $0.lowercased() })
  }

  /// An address of IPv6 as it stands in an URL.
  package static func bracketed(_ host: String) -> String {
    host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
  }

  /// Why a request is refused; nil where it may pass.
  func refusal(of request: WebRequest) -> WebResponse? {
    guard let host = request.value("host"), isOwn(host) else {
      return .problem(421, "this server does not answer under that name")
    }
    let origins = request.values("origin")
    guard origins.allSatisfy(isOwn(origin:)), origins.count < 2 else {
      return .problem(403, "a page of another site may not ask here")
    }
    if origins.isEmpty, let site = request.value("sec-fetch-site"), site == "cross-site" || site == "same-site" {
      // A link from elsewhere may lead here; nothing else may.
      guard request.value("sec-fetch-mode") == "navigate" else {
        return .problem(403, "a page of another site may not ask here")
      }
    }
    return nil
  }

  private func isOwn(_ authority: String) -> Bool {
    let authority = authority.lowercased()
    guard let colon = authority.lastIndex(of: ":"), authority.last != "]" else {
      return port == 80 && isName(authority)
    }
    return authority[authority.index(after: colon)...] == "\(port)" && isName(String(authority[..<colon]))
  }

  private func isName(_ name: String) -> Bool {
    names.contains(name) || (isOpen && name.wholeMatch(of: /\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]/) != nil)
  }

  private func isOwn(origin: String) -> Bool {
    origin.hasPrefix("http://") && isOwn(String(origin.dropFirst("http://".count)))
  }
}
