import Archive
import ArgumentParser
import CMemory
import Foundation
import Reports
import Server

/// Shows the pages of an archive live, to browsers of this machine.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show the archive in a browser, live while a run is going on.",
    discussion: """
      The pages of 'archive build', made when they are asked for, with curves that grow while trials train; data for \
      programs below /api, described by /api/openapi.json. Nothing is ever written. Only this machine can reach it, \
      unless --host says otherwise; then whoever reaches the port can read the whole archive. Ctrl-C ends it.
      """)

  @OptionGroup var results: ResultsOptions

  @Option(parsing: .unconditional, help: "Port to listen at; 0 takes any that is free.")
  var port = 7373

  @Option(help: "Address to listen at.")
  var host = "127.0.0.1"

  @OptionGroup var pages: TemplateOptions

  @Flag(help: "Open the first page in a browser.")
  var open = false

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port is \(port); it is from 0 to 65535") }
  }

  func run() async throws {
    // Pages are made on many threads; what each frees, the others would not get.
    dl_share_one_heap()
    try await Failure.reported {
      let library = try pages.library()
      // One that cannot be read now will not be later; where there is none yet, a run may make it.
      _ = try Archive.readIfThere(at: results.archive)
      let service = Service(
        of: results.archive, templates: library, version: ProvenanceCollector.version,
        whenFree: { dl_return_free_memory() })
      await service.warm(for: .seconds(2))
      if !Listener.isLoopback(host) {
        Messages.warning("whoever can reach \(host) can read this archive; there is no password")
      }
      try await Listener(service, host: host, port: port).run { [host, open] port in
        let address = "http://\(Self.shown(host)):\(port)/"
        Output.print(address)
        fflush(nil)
        Messages.note("Ctrl-C ends the server.")
        if open { Self.show(address) }
      }
    }
  }

  /// An address by which a browser of this machine reaches the server.
  private static func shown(_ host: String) -> String {
    ["0.0.0.0", "::"].contains(host) ? "localhost" : Gate.bracketed(host)
  }

  private static func show(_ address: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", address]
    #else
      process.arguments = ["xdg-open", address]
    #endif
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    do {
      try process.run()
    } catch {
      Messages.note("No browser can be opened from here; open \(address) yourself.")
    }
  }
}
