import Datasets
import Experiments
import Foundation
import NeuralNets
import Testing
import Training

struct SafetensorsTests {
  @Test func `the file is a length, a header in JSON padded to eight bytes, and the numbers`() {
    let bytes = Safetensors.encode(
      [
        NamedTensor(name: "0.weight", shape: [1, 2], values: [1, -2.5]),
        NamedTensor(name: "0.bias", shape: [1], values: [0.5]),
      ], metadata: [("trial", "a \"b\"")])
    let header =
      #"{"__metadata__":{"trial":"a \"b\""},"0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #""0.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(bytes[0] == UInt8(padded.utf8.count) && bytes[1..<8].allSatisfy { $0 == 0 })
    #expect(String(decoding: bytes[8..<8 + padded.utf8.count], as: UTF8.self) == padded)
    #expect(Array(bytes.suffix(12)) == [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0, 0, 0, 0, 0x3f])
    #expect((bytes.count - 12) % 8 == 0)
  }

  @Test func `what is written is read, and what does not hold of the bytes is refused`() throws {
    let tensors = [
      NamedTensor(name: "w", shape: [1, 2], values: [1, -2.5]), NamedTensor(name: "b", shape: [1], values: [0.5]),
    ]
    let bytes = Safetensors.encode(tensors, metadata: [("trial", "ab"), ("by", "ü")])
    #expect(try Safetensors.metadata(of: bytes) == ["trial": "ab", "by": "ü"])
    #expect(try Safetensors.metadata(of: Safetensors.encode([])) == [:])
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    for end in bytes.indices {
      let start = Array(bytes[..<end])
      let refused = #expect(throws: SafetensorsError.self) { try Safetensors.metadata(of: start) }
      try Data(start).write(to: file)
      #expect(throws: try #require(refused)) { try Safetensors.metadata(ofFile: file) }
    }
    try Data(bytes).write(to: file)
    #expect(try Safetensors.metadata(ofFile: file) == ["trial": "ab", "by": "ü"])
    let longer = #expect(throws: SafetensorsError.self) { try Safetensors.metadata(of: bytes + [0]) }
    #expect(longer?.reason == "13 bytes of numbers for tensors of 12")
    let text = String(decoding: bytes[8...], as: UTF8.self)
    for (sound, broken) in [
      ("F32", "F16"), ("F32", "F99"), ("[1,2]", "[1,3]"), ("[8,12]", "[4,8]"), ("[8,12]", "[9,13]"), ("\"ab\"", "1234"),
      ("[1,2]", "[-1]"), ("{", "["),
    ] {
      #expect(text.contains(sound))
      let changed = Array(text.replacing(sound, with: broken, maxReplacements: 1).utf8)
      let padded = [UInt8(changed.count - 12)] + Array(bytes[1..<8]) + changed
      #expect(throws: SafetensorsError.self, "\(broken)") { try Safetensors.metadata(of: padded) }
    }
  }

  @Test func `no tensors make an empty map`() {
    #expect(Safetensors.encode([]) == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
  }
}

/// Exported weights in other hands: a few lines of numpy make the same mistakes on the test split.
struct NumPyTests {
  @Test(
    .enabled(if: NumPy.command != nil, "no Python with numpy; name one in $DROPOUT_LAB_PYTHON"),
    arguments: [false, true])
  func `numpy counts the errors that the trial counted`(_ isClassic: Bool) throws {
    var fixture = TrialFixture.dropping
    if isClassic {
      let classic = TrialFixture.classic
      fixture.spec.dropout.input = classic
      fixture.spec.dropout.hidden = .same(classic)
    }
    fixture.keepsWeights = true
    let outcome = try fixture.finished().outcome
    let test = try fixture.dealt().test
    let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = Result { try FileManager.default.removeItem(at: folder) } }
    let weights = try #require(outcome.weights)
    try Data(Safetensors.encode(weights)).write(to: folder.appending(path: "weights.safetensors"))
    try test.features.withUnsafeBytes { try Data($0).write(to: folder.appending(path: "features.f32")) }
    try Data(test.labels.map { UInt8($0) }).write(to: folder.appending(path: "labels.u8"))
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Interop/count_errors.py")
    let answer = try NumPy.run([script.path(), folder.path()])
    let errors = try #require(outcome.value(.error, .test, epoch: 3)) * 61
    #expect(answer == "\(Int(errors.rounded()))")
  }
}

/// A Python that has numpy.
private enum NumPy {
  static let command: String? = {
    let named = ProcessInfo.processInfo.environment["DROPOUT_LAB_PYTHON"] ?? "python3"
    return (try? run([named, "-c", "import numpy"], interpreter: nil)) == nil ? nil : named
  }()

  static func run(_ arguments: [String]) throws -> String { try run(arguments, interpreter: command) }

  private static func run(_ arguments: [String], interpreter: String?) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = (interpreter.map { [$0] } ?? []) + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
