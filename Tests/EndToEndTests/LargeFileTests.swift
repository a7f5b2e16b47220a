import Foundation
import Testing

/// Files that are none, or of gigabytes, where others were meant.
struct LargeFileTests {
  /// Sanitizers map far more memory than any limit.
  private static let isSanitized = ["__tsan_init", "__asan_init"].contains { (name: String) in
    #if os(Linux)
      dlsym(nil, name) != nil
    #else
      true
    #endif
  }

  /// Three gigabytes, of which the disk has none.
  private func makeLarge(_ name: String, beginning: String = "", in program: Program) throws {
    try program.write(beginning, to: name)
    #expect(truncate(program.folder.appending(path: name).path, 3 << 30) == 0)
  }

  @Test
  func `pipes, devices and folders are refused as exports and texts`() throws {
    try Program.inFolder { program in
      #expect(mkfifo(program.folder.appending(path: "pipe").path, 0o600) == 0)
      for (file, reason) in [("/dev/zero", "a device"), ("pipe", "a pipe"), (".", "a folder")] {
        let refused = try program.run("archive", "import", file)
        #expect(refused.code == 65 && refused.messages.contains(reason), "\(file): \(refused)")
      }
      for verb in ["run", "check", "import"] { #expect(try program.run(verb, ".").code == 66, "\(verb)") }
      for (verb, most) in [("run", 64), ("check", 64), ("import", 256)] {
        let refused = try program.run(verb, "/dev/zero")
        #expect(refused.code == 65 && refused.messages.contains("more than \(most) MB"), "\(refused)")
      }
    }
  }

  @Test(.enabled(if: !isSanitized))
  func `files of gigabytes are refused within a limit on memory, each with one message`() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "templates"), withIntermediateDirectories: false)
      let record = "<meta name=\"generator\" content=\"dropout-lab 1\">"
      for (name, beginning) in [
        ("large.yaml", ""), ("large.md", ""), ("large.csv", ""), ("large.html", ""), ("own.html", record),
        ("large.safetensors", ""), ("large.sqlar", ""), ("sealed.sqlar", "SQLite format 3\0"), ("large.sqlite", ""),
        ("templates/style.mustache", ""),
      ] {
        try makeLarge(name, beginning: beginning, in: program)
      }
      for (command, code, words) in [
        ("check large.yaml", 65, "large.yaml: cannot read: it has more than 64 MB, the most that is read"),
        ("run large.md", 65, "large.md: cannot read: it has more than 64 MB"),
        ("import large.csv", 65, "large.csv: cannot read: it has more than 256 MB"),
        ("verify own.html", 65, "own.html: cannot read: it has more than 256 MB"),
        ("verify large.html", 0, "large.html: it has no record"),
        ("verify large.safetensors", 3, "header"),
        ("verify large.sqlite", 3, "file is not a database"),
        ("archive import large.sqlar", 65, "it is no SQLite file"),
        ("archive import sealed.sqlar", 65, "its seal does not fit"),
        ("catalog --format html -o c.html --templates templates", 65, "style.mustache: cannot read: it has more than"),
        ("run small.yaml --engine ssh --hosts large.csv", 65, "large.csv: cannot read: it has more than 64 MB"),
      ] as [(String, Int32, String)] {
        let ended = try run(command, in: program)
        #expect(ended.code == code && ended.said.contains(words), "\(command): \(ended)")
      }
    }
  }

  /// What a command says where it may map two and a half gigabytes.
  private func run(_ command: String, in program: Program) throws -> (code: Int32, said: String) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "ulimit -v 2500000; exec \"$0\" \(command) 2>&1", Program.executable.path]
    process.currentDirectoryURL = program.folder
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(command): \(said)")
    return (process.terminationStatus, said)
  }
}
