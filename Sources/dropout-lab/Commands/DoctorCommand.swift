import Archive
import ArgumentParser
import Datasets
import Experiments
import Foundation
import Specifications

/// Prints what this program runs on and where it looks.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Print what this program runs on and where it looks for things.")

  @OptionGroup var results: ResultsOptions
  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let facts = facts
    if json {
      Output.print(JSONValue.object([("schema", .number(1))] + facts.map { ($0.name, .text($0.value)) }).text)
    } else {
      let width = facts.map(\.name.count).max() ?? 0
      for fact in facts {
        Output.print(fact.name + String(repeating: " ", count: width - fact.name.count + 2) + fact.value)
      }
    }
  }

  private var facts: [Provenance.Fact] {
    let own = ProvenanceCollector.collect(data: []).facts
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return own + [
      Provenance.Fact(name: "CPU features", value: cpuFeatures),
      Provenance.Fact(name: "cores", value: String(cores)),
      Provenance.Fact(name: "SQLite", value: Archive.libraryVersion),
      Provenance.Fact(name: "archive", value: archiveState),
      Provenance.Fact(name: "data folders", value: data.folders.roots.map(\.path).joined(separator: ", ")),
    ]
  }

  /// Those the inner loops look for.
  private var cpuFeatures: String {
    let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
    let flags = Set(line.split(separator: " ").map(String.init))
    let found = ["avx2", "fma", "avx512f", "asimd"].filter(flags.contains)
    return found.isEmpty ? "unknown" : found.joined(separator: ", ")
  }

  private var archiveState: String {
    let path = results.archive.path
    do {
      let archive = try results.openArchive()
      let names = Set(try archive.experiments().map(\.name))
      return "\(path), \(names.count.counted("experiment")), journal \(try archive.journalMode())"
    } catch {
      return "\(error)"
    }
  }
}
