import Foundation

/// When this process began, on the monotonic clock.
package enum ProcessStart {
  /// Seconds on the monotonic clock; the moment of the call where the system does not tell.
  package static func time() -> Double {
    let now = ResourceUse.now()
    #if os(Linux)
      guard let stat = Result(catching: { try String(contentsOfFile: "/proc/self/stat", encoding: .utf8) }).success,
        let uptime = Result(catching: { try String(contentsOfFile: "/proc/uptime", encoding: .utf8) }).success,
        let up = uptime.split(separator: " ").first.flatMap({ Double($0) }),
        let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 19,
        let ticks = Double(fields[19])
      else { return now.wall }
      return now.wall - (up - ticks / Double(sysconf(Int32(_SC_CLK_TCK))))
    #else
      return now.wall
    #endif
  }
}

extension Result {
  fileprivate var success: Success? {
    switch self {
    case .success(let value): value
    case .failure: nil
    }
  }
}
