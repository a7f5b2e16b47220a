import Foundation

extension Worker {
  /// This process.
  package static var current: Worker {
    Worker(host: ProcessInfo.processInfo.hostName, process: Int(ProcessInfo.processInfo.processIdentifier))
  }

  /// Whether a process of this machine is there.
  package static func isAlive(_ process: Int) -> Bool { kill(pid_t(process), 0) == 0 || errno != ESRCH }
}
