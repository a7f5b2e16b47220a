import Archive
import Experiments
import Files
import Foundation

/// Collects where a run's numbers come from.
enum ProvenanceCollector {
  /// The program's own version.
  static let version = ProgramVersion.current

  /// Facts about program, source, toolchain, system and data; `data` is title and digest of each data set.
  ///
  /// The uncommitted changes of the repository around `folder` go along, up to 1 MiB; files that git does not know do not.
  static func collect(data: [(title: String, digest: String)], near folder: URL? = nil) -> Provenance {
    var facts: [(String, String)] = [
      ("dropout-lab", version), ("engine version", EngineVersion.title),
      ("git commit", commit),
      ("uncommitted changes", uncommitted()), ("Swift", swiftVersion), ("system", system()), ("CPU", cpu()),
    ]
    let patch = folder.flatMap { git(["-C", $0.path, "diff", "HEAD"], isTrimmed: false) } ?? ""
    let isKept = !patch.isEmpty && patch.utf8.count <= mostPatch
    if !patch.isEmpty {
      let digest = isKept ? SHA256.digest(of: patch).hex : "not kept: more than \(mostPatch) bytes"
      facts.append(("patch of \(patch.utf8.count) bytes", digest))
    }
    facts += data.map { ("data \($0.title)", $0.digest) }
    return Provenance(
      facts: facts.map { Provenance.Fact(name: $0.0, value: $0.1) }, patch: isKept ? patch : nil)
  }

  /// The most bytes of uncommitted changes that are kept.
  private static let mostPatch = 1 << 20

  /// The commit of the folder in which the program runs, or `none`.
  static var commit: String { git(["rev-parse", "HEAD"]) ?? "none" }

  /// `none`, or the SHA-1 of the difference to the commit as git computes it.
  private static func uncommitted() -> String {
    guard let difference = git(["diff", "HEAD", "--", "Sources"]) else { return "unknown" }
    return difference.isEmpty ? "none" : git(["hash-object", "--stdin"], input: difference) ?? "unknown"
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

  private static func git(_ arguments: [String], input: String? = nil, isTrimmed: Bool = true) -> String? {
    let process = Process()
    let output = Pipe()
    let given = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = input == nil ? FileHandle.nullDevice : given
    do { try process.run() } catch { return nil }
    if let input {
      given.fileHandleForWriting.write(Data(input.utf8))
      given.fileHandleForWriting.closeFile()
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return isTrimmed ? text.trimmingCharacters(in: .whitespacesAndNewlines) : text
  }
}
