import Files
import Foundation
import Specifications
import Synchronization

/// Runs the elements of a submission on machines reached by ssh, each slot one after the other, until none is left.
///
/// A machine that cannot be reached leaves its element to the others and is asked no more. A class because its slots share
/// what is left.
package final class SSHLauncher: Sendable {
  private struct State {
    var left: [Int]
    var lost: Set<String> = []
    var isStopping = false
    /// Elements that some slot is at, which come back where its host is lost.
    var running = 0
    var codes: [Int32: Report.Ended] = [:]
  }

  private let submission: Submission
  private let folder: RunFolder
  private let settings: LaunchSettings
  private let hosts: SSHHosts
  private let say: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// ssh's own exit code when it reaches nobody.
  private static let unreachable: Int32 = 255

  package init(
    _ submission: Submission, folder: RunFolder, settings: LaunchSettings, hosts: SSHHosts,
    say: @escaping @Sendable (String) -> Void
  ) {
    self.submission = submission
    self.folder = folder
    self.settings = settings
    self.hosts = hosts
    self.say = say
    state = Mutex(State(left: []))
  }

  /// What came of it: how elements ended by their exit codes, and how many nobody ran.
  package struct Report: Hashable, Sendable {
    package struct Ended: Hashable, Sendable {
      package var elements = 0
      /// What the one that ended last said at its end.
      package var words = ""
    }

    package let codes: [Int32: Ended]
    package let left: Int
  }

  /// Runs elements to their end on all slots at once; the calling thread waits.
  package func run(_ elements: [Int]) -> Report {
    state.withLock { state in
      state.left = elements
      state.codes = [:]
    }
    let slots = hosts.hosts.flatMap { host in (0..<host.slots).map { _ in host.name } }
    let group = DispatchGroup()
    for host in slots {
      group.enter()
      let thread = Thread {
        self.serve(host)
        group.leave()
      }
      thread.start()
    }
    group.wait()
    return state.withLock { Report(codes: $0.codes, left: $0.left.count) }
  }

  /// Starts no more elements.
  package func stop() { state.withLock { $0.isStopping = true } }

  private enum Turn {
    case element(Int)
    /// Nothing is left, but another host may yet give its element back.
    case wait
    case end
  }

  private func turn(of host: String) -> Turn {
    state.withLock { state in
      guard !state.isStopping, !state.lost.contains(host) else { return .end }
      guard !state.left.isEmpty else { return state.running > 0 ? .wait : .end }
      state.running += 1
      return .element(state.left.removeFirst())
    }
  }

  private func serve(_ host: String) {
    while true {
      switch turn(of: host) {
      case .end: return
      case .wait: Thread.sleep(forTimeInterval: 0.1)
      case .element(let element): serve(host, element)
      }
    }
  }

  private func serve(_ host: String, _ element: Int) {
    let (code, words) = ask(host, element)
    let isNew = state.withLock { state in
      state.running -= 1
      guard code == Self.unreachable else {
        state.codes[code, default: Report.Ended()].elements += 1
        state.codes[code]?.words = words
        return false
      }
      state.left.insert(element, at: 0)
      return state.lost.insert(host).inserted
    }
    if isNew { say("\(host) cannot be reached; its elements go to the others") }
  }

  /// Runs an element to its end; returns its exit code and its last words.
  private func ask(_ host: String, _ element: Int) -> (code: Int32, words: String) {
    let worker = settings.command(folder: folder, submission: submission) + ["\(element)"]
    let log = "\(folder.logs.path)/\(submission.folderName).\(element).log"
    let command = worker.map(ShellWord.quoted).joined(separator: " ")
    do {
      let answer = try CommandLineTool("ssh").ask([
        "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", host, "--",
        "exec \(command) >>\(ShellWord.quoted(log)) 2>&1",
      ])
      if answer.code == Self.unreachable, !answer.messages.isEmpty {
        say("\(host): \(answer.messages.trimmingCharacters(in: .whitespacesAndNewlines))")
      }
      // The worker's own words are in its log; ssh brings those of a shell that could not begin it.
      let words = Self.lastLine(answer.messages) ?? lastLine(ofLog: URL(filePath: log)) ?? "nothing"
      return (answer.code, words)
    } catch {
      say("\(host): \(error)")
      return (Self.unreachable, "")
    }
  }

  private func lastLine(ofLog url: URL) -> String? {
    do { return Self.lastLine(String(decoding: try FileContents.read(url), as: UTF8.self)) } catch { return nil }
  }

  private static func lastLine(_ text: String) -> String? {
    text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
  }
}
