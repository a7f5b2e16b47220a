import Files
import Reports

/// A report's page as a server shows it: with the script that follows a run, and a policy that lets no other in.
///
/// Reports carry their style within, for they must also stand alone; the policy of the server names it by its digest.
struct LivePage {
  let file: ReportFile

  init(_ page: ReportFile) {
    let root = SitePage.root(of: page.path)
    let scripts = ["assets/site.js", "assets/live.js"].map { "<script src=\"\(root)\($0)\" defer></script>\n" }
    let style = "<link rel=\"stylesheet\" href=\"\(root)assets/site.css\">\n"
    let text = String(decoding: page.bytes, as: UTF8.self)
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, with: "", maxReplacements: 1)
      .replacing("<html lang=\"en\">", with: "<html lang=\"en\" data-root=\"\(root)\">", maxReplacements: 1)
      .replacing("</head>", with: SitePage.noIcon.source + style + scripts.joined() + "</head>", maxReplacements: 1)
    file = ReportFile(path: page.path, text: text)
  }
}

extension ReportFile {
  /// The page with the version of the results that it shows, which a script compares with the newest; other files as
  /// they are.
  package func showing(_ version: String) -> ReportFile {
    guard path.hasSuffix(".html") else { return self }
    let text = String(decoding: bytes, as: UTF8.self).replacing(
      "<html lang=\"en\"", with: "<html lang=\"en\" data-version=\"\(Markup.escaped(version))\"", maxReplacements: 1)
    return ReportFile(path: path, text: text)
  }
}

/// What a page that is shown by a server may load, as the value of `Content-Security-Policy`.
package struct PagePolicy: Sendable {
  package let value: String

  /// Allows the page's own blocks of style by their digests, and nothing else that stands within.
  package init(of page: ReportFile) {
    let text = String(decoding: page.bytes, as: UTF8.self)
    let styles = text.matches(of: /<style>([\s\S]*?)<\/style>/).map { match in
      "'sha256-\(SHA256.digest(of: String(match.1)).base64)'"
    }
    let allowed = (["style-src 'self'"] + styles).joined(separator: " ")
    value = SitePage.livePolicy.replacing("style-src 'self'", with: allowed) + "; frame-ancestors 'none'"
  }

  /// Allows what the site's own pages need.
  package static let site = SitePage.livePolicy + "; frame-ancestors 'none'"
}
