#if os(Linux)
  import Foundation
  import Testing

  /// A few of the faults of `make faults-check`, with the built program.
  struct FaultRunTests {
    private static let tools = ["/usr/bin/python3", "/usr/bin/env"]
    /// Sanitizers map far more memory than any limit, and nothing may be loaded before them.
    private static let isSanitized = ["__tsan_init", "__asan_init"].contains { (name: String) in
      dlsym(nil, name) != nil
    }

    @Test(.enabled(if: !isSanitized), arguments: ["list", "run small.yaml", "verify", "report small"])
    func `too little memory is said at once`(command: String) throws {
      try Program.inFolder { program in
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "ulimit -v 450000; exec \"$0\" \(command)", Program.executable.path]
        process.currentDirectoryURL = program.folder
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 75 && process.terminationReason == .exit, "\(said)")
        #expect(said.hasPrefix("error: this process may take 439 MB of memory (ulimit -v); dropout-lab needs 512 MB"))
        #expect(said.split(separator: "\n").count == 1, "\(said)")
      }
    }

    /// What root starts a program by as a user to whom permissions apply; nothing where they do anyhow.
    private static let asNobody = geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups"] : []

    @Test(.enabled(if: asNobody.first.map { FileManager.default.isExecutableFile(atPath: $0) } ?? true))
    func `an archive that cannot be written is said to be there, with what is in the way`() throws {
      try Program.inFolder { program in
        try program.expect(0, "run", "small.yaml", "~tune")
        let results = program.folder.appending(path: "results")
        for (locked, mode, why) in [
          ("results", 0o555, "results/archive.sqlite: the archive cannot be written: \(results.path): cannot write: "),
          ("results/archive.sqlite", 0o444, "results/archive.sqlite: the archive cannot be written: "),
        ] {
          for (path, mode) in [("results", 0o777), ("results/archive.sqlite", 0o666), (locked, mode)] {
            chmod(program.folder.appending(path: path).path, mode_t(mode))
          }
          let (process, pipe) = (Process(), Pipe())
          process.executableURL = URL(filePath: "/usr/bin/env")
          process.arguments = Self.asNobody + [Program.executable.path, "annotate", "small", "--star"]
          process.currentDirectoryURL = program.folder
          process.standardError = pipe
          try process.run()
          let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          process.waitUntilExit()
          #expect(process.terminationStatus == 73 && said.hasSuffix("\(why)Permission denied\n"), "\(said)")
          #expect(try program.files().contains("results/archive.sqlite.sha256"))
        }
      }
    }

    @Test
    func `a page of the log's index that cannot be had ends a run with a message, and nothing is lost`() throws {
      try Program.inFolder { program in
        let (process, _, messages) = try program.start(["run", "small.yaml"])
        let index = program.folder.appending(path: "results/archive.sqlite-shm").path
        // What is beyond the end of a file is no page of it, as where a quota is used up.
        while process.isRunning {
          truncate(index, 0)
          usleep(500)
        }
        let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(process.terminationStatus == 74 && process.terminationReason == .exit, "\(said)")
        #expect(said.contains("/archive.sqlite-shm: a page of this file in memory cannot be had"), "\(said)")
        #expect(try program.run("run", "small.yaml").code == 0)
        #expect(try program.run("verify").code == 0)
      }
    }

    @Test
    func `a folder, a device without an end and a pipe that nobody writes to are no exports`() throws {
      try Program.inFolder { program in
        let pipe = program.folder.appending(path: "pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [".", "/dev/zero", pipe] {
          let ended = try program.run("archive", "import", path, "--results", "there")
          #expect(ended.code == 65 && ended.messages.contains("but a folder, a pipe or a device"), "\(ended)")
          #expect(ended.messages.contains("nothing was imported"), "\(ended)")
        }
      }
    }

    @Test(.enabled(if: !isSanitized && tools.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }))
    func `a call that fails ends in a message that names the file, or in a right result`() throws {
      let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Faults/faults.py")
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", script.path, Program.executable.path, "--short"]
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
      let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(said)")
      #expect(said.contains("| run | ENOSPC from then on |") || said.contains("clang is not here"), "\(said)")
    }
  }
#endif
