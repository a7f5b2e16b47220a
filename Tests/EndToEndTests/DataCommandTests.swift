import Foundation
import Testing

/// Runs `dropout-lab data` as a person does.
struct DataCommandTests {
  private struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs the built program in a folder of its own, with nothing of the user's.
  private func run(_ arguments: [String], in folder: URL, columns: Int? = nil) throws -> Outcome {
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = products.appending(path: "dropout-lab")
    process.arguments = ["data"] + arguments
    process.currentDirectoryURL = folder
    process.environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
    if let columns { process.environment?["COLUMNS"] = "\(columns)" }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let texts = [output, errors].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "data-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(arguments: [40, 60, 80])
  func `the list keeps to the width of the terminal and names every data set`(columns: Int) throws {
    try withFolder { folder in
      let whole = try run(["list"], in: folder).output.split(separator: "\n")
      let fitted = try run(["list"], in: folder, columns: columns).output.split(separator: "\n")
      #expect(whole.map(\.count).max() ?? 0 > 80 && fitted.map(\.count).max() ?? 0 <= columns, "\(fitted)")
      let names = fitted.prefix(whole.count).map { $0.prefix { $0 != " " } }
      #expect(columns < 60 || names == whole.map { $0.prefix { $0 != " " } })
    }
  }

  @Test
  func `synthesized files verify with the digest that was announced`() throws {
    try withFolder { folder in
      let made = try run(["synthesize", "spirals", "--seed", "7"], in: folder)
      #expect(made.status == 0)
      #expect(
        made.output == """
          spirals-7/train-images-idx2-ubyte.gz
          spirals-7/train-labels-idx1-ubyte.gz
          spirals-7/t10k-images-idx2-ubyte.gz
          spirals-7/t10k-labels-idx1-ubyte.gz

          """)
      let digest =
        made.errors.split(separator: " ").last.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
      let verified = try run(["verify", "spirals-7"], in: folder)
      #expect(
        verified.output == """
          spirals-7: 5000 + 5000 examples of 1 × 2 in 3 classes
            SHA-256 \(digest) (no published digest to compare with)

          """)
      #expect(verified.status == 0 && digest.count == 64)
    }
  }

  @Test
  func `a contact sheet is a PNG, and nothing is written where there is no folder`() throws {
    try withFolder { folder in
      #expect(try run(["show", "two-moons", "-o", "sheet.png"], in: folder).status == 0)
      let png = try Data(contentsOf: folder.appending(path: "sheet.png"))
      #expect(Array(png.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
      let failed = try run(["show", "two-moons", "-o", "none/sheet.png"], in: folder)
      #expect(failed.status == 73)
      #expect(failed.errors.hasSuffix("No such file or directory\n") && failed.errors.hasPrefix("error: "))
      #expect(try names(folder) == ["sheet.png"])
    }
  }

  @Test
  func `what is missing ends in 66, what is misspelt in 64`() throws {
    try withFolder { folder in
      let missing = try run(["verify", "kmnist"], in: folder)
      #expect(missing.status == 66)
      #expect(missing.errors.hasPrefix("error: kmnist: is not there; looked in "))
      #expect(missing.errors.contains("'dropout-lab data fetch kmnist'"))
      #expect(try run(["verify", "minst"], in: folder).status == 64)
      #expect(try run(["fetch", "spirals"], in: folder).status == 64)
    }
  }

  @Test(arguments: DamagedLabels.all)
  func `a broken file ends in one error and 65`(damaged: DamagedLabels) throws {
    try withFolder { folder in
      _ = try run(["synthesize", "spirals", "-o", "s"], in: folder)
      let packed = folder.appending(path: "s/t10k-labels-idx1-ubyte.gz")
      try FileManager.default.removeItem(at: packed)
      try Data(damaged.bytes).write(to: folder.appending(path: "s/t10k-labels-idx1-ubyte"))
      let before = try names(folder.appending(path: "s"))
      let outcome = try run(["verify", "./s"], in: folder)
      #expect(outcome.status == 65)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("s/t10k-labels-idx1-ubyte: \(damaged.sentence)"), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(try names(folder.appending(path: "s")) == before)
    }
  }
}

/// The 5 000 test labels of the spirals, damaged in one way, with the beginning of the sentence that must come out.
struct DamagedLabels: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let sentence: String

  private init(_ name: String, _ bytes: [UInt8], _ sentence: String) {
    testDescription = name
    self.bytes = bytes
    self.sentence = sentence
  }

  private static let labels: [UInt8] = (5000..<10000).map { UInt8($0 % 3) }
  private static let plain: [UInt8] = [0, 0, 8, 1, 0, 0, 0x13, 0x88] + labels

  private static func starting(_ beginning: [UInt8]) -> [UInt8] { beginning + Array(plain[beginning.count...]) }

  static let all: [DamagedLabels] = [
    DamagedLabels("cut off", Array(plain.dropLast(3)), "is cut off"),
    DamagedLabels("too long", plain + [0], "has bytes to spare"),
    DamagedLabels("wrong magic", starting([1]), "starts with the bytes 01 00"),
    DamagedLabels("floats", starting([0, 0, 0x0D]), "holds values of type 0D (32-bit floats)"),
    DamagedLabels("five dimensions", starting([0, 0, 8, 5]), "has 5 dimensions"),
    DamagedLabels("no items", starting([0, 0, 8, 1, 0, 0, 0, 0]), "dimension 1 of 0 is 0"),
    DamagedLabels("too many items", starting([0, 0, 8, 1, 255, 255, 255, 255]), "is cut off: 5000 values found"),
    DamagedLabels("label out of range", Array(plain.dropLast()) + [77], "label 5000 is 77, allowed are 0 to 2"),
    DamagedLabels("half a gzip file", [0x1F, 0x8B, 8, 0, 0, 0], "the gzip data end too early"),
    DamagedLabels("empty", [], "ends after 0 bytes"),
  ]
}
