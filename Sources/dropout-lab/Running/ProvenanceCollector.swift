import Archive
import Experiments
import Files
import Foundation

/// Collects where a run's numbers come from.
enum ProvenanceCollector {
  /// The program's own version.
  static let version = ProgramVersion.current

  /// Facts about program, source, toolchain, system and data; `data` is key and digest of each data set.
  ///
  /// Commit and changes are those of the repository around `folder`, else around the one in which the program runs; the changes
  /// around `folder` go along, up to 1 MiB, but for files that git does not know.
  static func collect(data: [(key: String, digest: String)], near folder: URL? = nil) -> Provenance {
    var facts: [(String, String)] = [
      ("dropout-lab", version), ("engine version", EngineVersion.title),
      ("git commit", commit(near: folder)),
      ("uncommitted changes", uncommitted(near: folder)), ("Swift", swiftVersion), ("system", system()), ("CPU", cpu()),
    ]
    let patch = folder.flatMap(patch)
    if let patch, patch.size > 0 { facts.append(("patch of \(patch.size) bytes", patch.digest)) }
    // The name of a fact ends at its first colon.
    facts += data.map { ("data \($0.key.replacing(":", with: ""))", $0.digest) }
    return Provenance(
      facts: facts.map { Provenance.Fact(name: $0.0, value: $0.1) }, patch: patch?.text)
  }

  /// The uncommitted changes as a patch that `git apply` takes, whatever the user's settings of git are.
  private static func patch(near folder: URL) -> (size: Int, text: String?, digest: String)? {
    let options = ["--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "--binary", "HEAD"]
    guard let bytes = output(ofGit: ["diff"] + options, near: folder) else { return nil }
    if bytes.count > mostPatch { return (bytes.count, nil, "not kept: more than \(mostPatch) bytes") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return (bytes.count, nil, "not kept: not in UTF-8")
    }
    return (bytes.count, text.isEmpty ? nil : text, SHA256.digest(of: text).hex)
  }

  /// The most bytes of uncommitted changes that are kept.
  private static let mostPatch = 1 << 20

  /// The commit of the repository around a folder, or `none`.
  static func commit(near folder: URL?) -> String { git(["rev-parse", "HEAD"], near: folder) ?? "none" }

  /// `none`, or the SHA-1 of the difference to the commit as git computes it.
  private static func uncommitted(near folder: URL?) -> String {
    let options = ["--no-ext-diff", "--no-color", "HEAD"]
    guard let difference = output(ofGit: ["diff"] + options, near: folder) else { return "unknown" }
    return difference.isEmpty ? "none" : git(["hash-object", "--stdin"], near: folder, input: difference) ?? "unknown"
  }

  private static var swiftVersion: String {
    #if compiler(>=6.4)
      "6.4 or newer"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  static func system() -> String {
    "\(ProcessInfo.processInfo.operatingSystemVersionString), \(architecture)"
  }

  /// The instruction set for which the program was built.
  static var architecture: String {
    #if arch(x86_64)
      "x86-64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  static func cpu() -> String {
    let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line.flatMap { $0.split(separator: ":").last }.map { String($0.drop { $0 == " " }) } ?? "unknown"
  }

  /// What git says, without blanks around it; nil where it fails.
  private static func git(_ arguments: [String], near folder: URL?, input: Data? = nil) -> String? {
    output(ofGit: arguments, near: folder, input: input).map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private static func output(ofGit arguments: [String], near folder: URL?, input: Data? = nil) -> Data? {
    let process = Process()
    let output = Pipe()
    let given = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git"] + (folder.map { ["-C", $0.path] } ?? []) + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = input == nil ? FileHandle.nullDevice : given
    do { try process.run() } catch { return nil }
    if let input {
      given.fileHandleForWriting.write(input)
      given.fileHandleForWriting.closeFile()
    }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? bytes : nil
  }
}
