import Foundation

/// A Chromium on this machine that prints pages to PDF without a window.
struct PagePrinter {
  let program: URL

  /// Looks for the program on the search path and in its usual place on macOS.
  static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws(PrintingError)
    -> PagePrinter
  {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let places =
      folders.flatMap { folder in names.map { "\(folder)/\($0)" } } + [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      ]
    guard let found = places.first(where: FileManager.default.isExecutableFile) else { throw .noBrowser }
    return PagePrinter(program: URL(filePath: found))
  }

  /// Prints one page; its folded parts are open, as the style for print says.
  func print(_ page: URL, to output: URL) throws {
    let profile = FileManager.default.temporaryDirectory.appending(path: "dropout-lab-\(UUID().uuidString)")
    defer { Self.remove(profile) }
    let process = Process()
    process.executableURL = program
    process.arguments =
      [
        "--headless=new", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
        "--user-data-dir=\(profile.path)",
        "--print-to-pdf=\(output.path)",
      ] + (geteuid() == 0 ? ["--no-sandbox"] : []) + [page.absoluteURL.absoluteString]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: output.path) else {
      throw PrintingError.failed(program: program.path, status: Int(process.terminationStatus))
    }
  }

  /// A profile that stays behind does no harm.
  private static func remove(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch { return }
  }
}

/// Why there is no PDF.
enum PrintingError: Error, Hashable, CustomStringConvertible {
  case noBrowser
  case failed(program: String, status: Int)

  var description: String {
    switch self {
    case .noBrowser:
      "a PDF is printed by Chromium or Chrome, and neither is on the search path; install one (on Debian: apt install "
        + "chromium), or print the page of --format single from any browser"
    case .failed(let program, let status): "\(program) printed no PDF and ended with status \(status)"
    }
  }
}
