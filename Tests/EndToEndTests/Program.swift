import Foundation
import Testing

/// The built program, run in a folder of its own.
struct Program {
  /// What a run left behind.
  struct Ended {
    let code: Int32
    let output: String
    let messages: String
  }

  let folder: URL
  /// Whether programs in the folder are found before others.
  var isInPath = false
  /// Where programs are looked for, where it is not where the tests look.
  var path: String?
  /// The home of the program's user, where it is not that of the tests.
  var home: URL?
  /// Columns of the terminal; nil without one.
  var columns: Int?

  /// Makes a folder with a small experiment in it and removes both afterwards.
  static func inFolder(_ body: (Program) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "end-to-end-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try small.write(to: folder.appending(path: "small.yaml"), atomically: true, encoding: .utf8)
    try body(Program(folder: folder))
  }

  /// Two configurations, tuned, two replicates: eight short trials.
  static let small = """
    name: small
    question: Does it go all the way?
    seed: 3
    replicates: 2
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 20, epochs: 4, schedule: linear, evaluate: { every: 2, training: 100 } }
    tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }]
    """

  /// Starts the program without waiting for it.
  func start(_ arguments: [String]) throws -> (process: Process, output: Pipe, messages: Pipe) {
    let process = Process()
    let (output, messages) = (Pipe(), Pipe())
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = output
    process.standardError = messages
    process.standardInput = FileHandle.nullDevice
    var environment = ProcessInfo.processInfo.environment
    if let path { environment["PATH"] = path }
    if isInPath { environment["PATH"] = "\(folder.path):\(environment["PATH"] ?? "")" }
    if let home { environment["HOME"] = home.path }
    if let columns { environment["COLUMNS"] = "\(columns)" }
    process.environment = environment
    try process.run()
    return (process, output, messages)
  }

  @discardableResult
  func run(_ arguments: String...) throws -> Ended { try run(arguments) }

  @discardableResult
  func run(_ arguments: [String]) throws -> Ended {
    let (process, output, messages) = try start(arguments)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Ended(code: process.terminationStatus, output: text, messages: said)
  }

  /// Runs the program and expects an exit code.
  func expect(_ code: Int32, _ arguments: String...) throws {
    let (process, output, messages) = try start(arguments)
    _ = output.fileHandleForReading.readDataToEndOfFile()
    let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == code, "\(arguments): \(said)")
  }

  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  /// Every file below the folder but the experiment, by its path.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix(".yaml") }.sorted()
  }

  static var executable: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dropout-lab")
  }
}
