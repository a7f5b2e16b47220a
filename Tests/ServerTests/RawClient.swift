import Foundation

/// A client that sends the bytes it is told to, well formed or not.
final class RawClient: Sendable {
  private let number: Int32

  /// Connects to a port of this machine.
  init?(port: Int) {
    #if canImport(Glibc)
      number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      number = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(number)
      return nil
    }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(number) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    #if canImport(Glibc)
      _ = Foundation.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    #else
      _ = Foundation.send(number, bytes, bytes.count, 0)
    #endif
  }

  /// What came until the server closed, or until a text was in it; whatever is there after half a minute of silence.
  ///
  /// Waits on a thread of its own: the server needs those that tasks share.
  func read(until wanted: String? = nil) async -> String {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: self.receive(until: wanted)) }.start()
    }
  }

  private func receive(until wanted: String?) -> String {
    var found: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(number, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      found += buffer.prefix(count)
      if let wanted, String(decoding: found, as: UTF8.self).contains(wanted) { break }
    }
    return String(decoding: found, as: UTF8.self)
  }

  /// The answer to a well-formed request with these lines after the first.
  static func ask(_ port: Int, _ first: String, _ lines: String...) async -> String {
    await exchange(
      port, ([first] + lines + ["Host: localhost:\(port)", "Connection: close", "", ""]).joined(separator: "\r\n"))
  }

  /// The answer to some bytes.
  ///
  /// Asks again where the server closed without a word: beside other tests its own patience may run out before it is served.
  static func exchange(_ port: Int, _ text: String) async -> String {
    for _ in 0..<8 {
      guard let client = RawClient(port: port) else { return "no connection" }
      client.send(text)
      let answer = await client.read()
      if !answer.isEmpty { return answer }
    }
    return ""
  }
}
