import Foundation
import Testing

/// No result may depend on the machine's libm: its last bits differ between versions.
struct LibmTests {
  /// Rooms whose numbers end in pixels only.
  static let drawing: Set = ["Plotting", "PNGShim"]

  static let libm: Set = [
    "exp", "expf", "exp2", "exp2f", "expm1", "expm1f", "log", "logf", "log2", "log2f", "log10", "log10f", "log1p",
    "log1pf", "pow", "powf", "sin", "sinf", "cos", "cosf", "sincos", "sincosf", "tan", "tanf", "tanh", "tanhf", "sinh",
    "cosh", "erf", "erff", "erfc", "erfcf", "lgamma", "lgammaf", "tgamma", "atan", "atanf", "atan2", "atan2f", "asin",
    "acos", "cbrt", "hypot", "hypotf",
  ]

  @Test
  func `no object file outside drawing needs a function of libm`() throws {
    for (room, objects) in try objectFiles() where !Self.drawing.contains(room) {
      let found = try undefinedSymbols(in: objects).intersection(Self.libm)
      #expect(found.isEmpty, "\(room) calls \(found.sorted())")
    }
  }

  /// The object files of this package's own rooms, found beside the test program.
  private func objectFiles() throws -> [(room: String, objects: [URL])] {
    let manager = FileManager.default
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let rooms = try manager.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
    let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let built = rooms.sorted().map { room in
      let folder = products.appending(path: "\(room == "dropout-lab" ? "dropout_lab" : room).build")
      let files = manager.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
      return (room: room, objects: files.filter { $0.pathExtension == "o" })
    }.filter { !$0.objects.isEmpty }
    try #require(built.contains { $0.room == "CKernels" }, "no object files beside \(products.path)")
    return built
  }

  private func undefinedSymbols(in objects: [URL]) throws -> Set<String> {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["nm", "-u"] + objects.map(\.path)
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "nm failed")
    return Set(String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
