import Foundation
import Testing

/// Trials that end without an outcome, and how they are tried again.
@Suite(.serialized)
struct RetryTests {
  @Test
  func `trials that take too long are counted, and 'retry failed' trains them alone`() throws {
    try Program.inFolder { program in
      let late = try program.run("run", "small.yaml", "~tune", "--timeout", "0.0001", "--jobs", "1")
      #expect(late.code == 2 && late.messages.contains("0 trials trained, 4 failed"), "\(late.messages)")
      let nothing = try program.run("run", "small.yaml", "~tune", "replicates=3", "--retry", "failed")
      #expect(nothing.code == 0 && nothing.messages.contains("6 left for another run"), "\(nothing.messages)")
      let again = try program.run("run", "small.yaml", "~tune", "--retry", "failed")
      #expect(again.code == 0 && again.messages.contains("4 trials trained"), "\(again.messages)")
    }
  }

  @Test
  func `the first failure ends a run that fails fast, with the command that resumes it`() throws {
    try Program.inFolder { program in
      let ended = try program.run(
        "run", "small.yaml", "~tune", "--timeout", "0.0001", "--jobs", "1", "--fail-fast")
      let last = ended.messages.split(separator: "\n").last ?? ""
      #expect(ended.code == 2 && ended.messages.contains("trained, 1 failed"), "\(ended.messages)")
      #expect(last.hasPrefix("Resume with: dropout-lab run small.yaml '~tune'"), "\(ended.messages)")
    }
  }
}
