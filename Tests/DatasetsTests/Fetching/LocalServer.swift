import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A web server on 127.0.0.1 for one test: serves bytes by path, understands Range, and can break off.
final class LocalServer: Sendable {
  struct Behaviour {
    /// Bytes by path.
    var files: [String: [UInt8]]
    /// Breaks the connection after so many bytes of a body, once per entry.
    var breaks: [Int] = []
    /// Whether `Range` is honoured.
    var ranges = true
    /// The requests so far: path and range.
    var requests: [String] = []
  }

  let state: Mutex<Behaviour>
  let port: UInt16
  private let socket: Int32

  init(_ behaviour: Behaviour) throws {
    state = Mutex(behaviour)
    #if canImport(Glibc)
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = socket
    port = try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listening, address, size) == 0, listen(listening, 8) == 0,
          getsockname(listening, address, &size) == 0
        else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
      }
    }
    Thread.detachNewThread { [self] in while serve() {} }
  }

  var requests: [String] { state.withLock { $0.requests } }
  func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// Answers one request; false when the server has been stopped.
  private func serve() -> Bool {
    let connection = accept(socket, nil, nil)
    guard connection >= 0 else { return false }
    defer { close(connection) }
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return true }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    var answer = self.answer(to: text)
    while !answer.isEmpty {
      let count = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return true }
      answer.removeFirst(count)
    }
    return true
  }

  private func answer(to request: String) -> [UInt8] {
    let lines = request.split(separator: "\r\n")
    let path = String(lines[0].split(separator: " ")[1])
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }?.dropFirst(13).dropLast()
    return state.withLock { state in
      state.requests.append(path + (range.map { " from \($0)" } ?? ""))
      guard let file = state.files[path] else {
        return Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
      }
      let start = state.ranges ? range.flatMap { Int($0) } ?? 0 : 0
      var head = start > 0 || (range != nil && state.ranges) ? "HTTP/1.1 206 Partial Content" : "HTTP/1.1 200 OK"
      head += "\r\nContent-Length: \(file.count - start)\r\nConnection: close\r\n"
      if start > 0 { head += "Content-Range: bytes \(start)-\(file.count - 1)/\(file.count)\r\n" }
      var body = Array(file[start...])
      if !state.breaks.isEmpty { body = Array(body.prefix(state.breaks.removeFirst())) }
      return Array((head + "\r\n").utf8) + body
    }
  }
}
