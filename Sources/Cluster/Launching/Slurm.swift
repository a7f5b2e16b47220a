import Foundation
import Specifications

/// Speaks with Slurm's commands; what they say is an answer, never the truth: result files are.
package struct Slurm: Sendable {
  private let sbatch: CommandLineTool
  private let squeue: CommandLineTool
  private let scancel: CommandLineTool
  private let scontrol: CommandLineTool

  /// Finds Slurm's commands in the PATH, or before that in a folder.
  package init(in folder: URL? = nil) {
    sbatch = CommandLineTool("sbatch", in: folder)
    squeue = CommandLineTool("squeue", in: folder)
    scancel = CommandLineTool("scancel", in: folder)
    scontrol = CommandLineTool("scontrol", in: folder)
  }

  /// Throws where there is no program to submit with.
  package func checkPresence() throws(RunFolderError) {
    guard sbatch.isThere else { throw .noProgram(sbatch.name) }
  }

  /// The most elements of one array: its indices stay below the cluster's MaxArraySize.
  package func maxArraySize() throws(RunFolderError) -> Int {
    let text = try scontrol.expect(["show", "config"])
    guard let size = text.firstMatch(of: /MaxArraySize\s*=\s*(\d+)/).flatMap({ Int($0.1) }), size > 0 else {
      throw .command("scontrol show config", reason: "it names no MaxArraySize")
    }
    return size
  }

  /// Hands one array over and returns its job id; `dependency` names jobs that must have ended, however.
  package func submit(
    _ script: URL, name: String, array: ElementRange, throttle: Int?, dependency: [String]
  ) throws(RunFolderError) -> String {
    var arguments = [
      "--parsable", "--job-name=\(name)", "--array=0-\(array.count - 1)" + (throttle.map { "%\($0)" } ?? ""),
    ]
    if !dependency.isEmpty { arguments.append("--dependency=afterany:\(dependency.joined(separator: ":"))") }
    let output = try sbatch.expect(arguments + [script.path, "\(array.first)"])
    return try Self.job(output)
  }

  /// Hands one command over that runs when jobs have ended, however they did.
  package func submit(
    _ command: [String], name: String, log: String, after jobs: [String], options: [String]
  ) throws(RunFolderError) -> String {
    let wrapped = command.map(ShellWord.quoted).joined(separator: " ")
    return try Self.job(
      try sbatch.expect(
        [
          "--parsable", "--job-name=\(name)", "--output=\(log)", "--dependency=afterany:\(jobs.joined(separator: ":"))",
        ] + options + ["--wrap=\(wrapped)"]))
  }

  /// `123` or `123;cluster`.
  private static func job(_ output: String) throws(RunFolderError) -> String {
    let word = output.split { $0 == ";" || $0.isNewline }.first.map(String.init) ?? ""
    guard Int(word) != nil else { throw .command("sbatch", reason: "it answered '\(output)', which is no job id") }
    return word
  }

  /// The elements of jobs of these names that Slurm knows to wait or run; throws when it cannot say.
  package func queue(of names: Set<String>) throws(RunFolderError) -> [QueuedElement] {
    guard !names.isEmpty else { return [] }
    let output = try squeue.expect([
      "-h", "-r", "-o", "%j|%i|%T|%K|%N|%r", "--name=\(names.sorted().joined(separator: ","))",
    ])
    return output.split(separator: "\n").compactMap { QueuedElement(line: $0) }.filter { names.contains($0.jobName) }
  }

  /// Cancels all jobs of a name; that there are none is no error.
  package func cancel(_ name: String) throws(RunFolderError) { _ = try scancel.expect(["--name=\(name)"]) }
}

/// An element as squeue shows it.
package struct QueuedElement: Hashable, Sendable {
  package let jobName: String
  package let job: String
  /// Such as `RUNNING` or `PENDING`.
  package let state: String
  /// Its index within its array; nil for a job without.
  package let index: Int?
  package let node: String
  /// Why it waits.
  package let reason: String

  /// Reads a line of the fields that `queue` asks for.
  package init?(line: Substring) {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6 else { return nil }
    jobName = parts[0].trimmingCharacters(in: .whitespaces)
    job = parts[1]
    state = parts[2]
    index = Int(parts[3])
    node = parts[4]
    reason = parts[5]
  }
}
