import Reports

/// One page of the site, without its frame.
struct SitePage {
  /// From the root of the site, such as `trial/2ca39d4777ee6f2a.html`.
  let path: String
  let title: String
  /// For those who list pages; none where the page itself begins so.
  let description: String?
  /// The place in the navigation, if it has one.
  var place: SitePlace?
  /// Scripts after the common one, from the root of the site.
  var scripts: [String] = []
  /// Whether there is a site around it to lead to.
  var hasNavigation = true
  /// Whether its links begin at the root of a server, because it stands in for pages in any folder.
  var isAbsolute = false
  let body: HTML

  func file(version: String, isLive: Bool = false) -> ReportFile {
    let root = isAbsolute ? "/" : Self.root(of: path)
    let navigation = SitePlace.allCases.map { place -> HTML in
      let current: HTML = place == self.place ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(root + place.path)\"\(current)>\(place.title)</a>"
    }
    let scripts = (["assets/site.js"] + (isLive ? ["assets/live.js"] : []) + scripts).map { path -> HTML in
      "<script src=\"\(root + path)\" defer></script>\n"
    }
    let page: HTML = """
      <!doctype html>
      <html lang="en" data-root="\(root)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="\(isLive ? Self.livePolicy : Self.policy)">
      \(description.map { text -> HTML in "<meta name=\"description\" content=\"\(text)\">\n" })<title>\(title)</title>
      \(isLive ? Self.noIcon : HTML.nothing)<link rel="stylesheet" href="\(root)assets/site.css">
      \(scripts)</head>
      <body>
      <a class="skip" href="#main">Skip to the content</a>
      <div class="page site">
      \(hasNavigation ? "<nav class=\"site\" aria-label=\"Site\"><ul>\(navigation)</ul></nav>\n" : HTML.nothing)\(body)
      <footer class="end">Made by dropout-lab \(version); the same archive gives the same page.</footer>
      </div>
      </body>
      </html>

      """
    return ReportFile(path: path, text: page.source)
  }

  /// Pictures, styles and scripts of the site's own files and nothing else: nothing inline, nothing from a network.
  static let policy =
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"

  /// The same for pages that a server shows, which hear from it what goes on, and ask it for other comparisons by forms.
  static let livePolicy = policy.replacing("form-action 'none'", with: "form-action 'self'") + "; connect-src 'self'"

  /// A server is not asked for an icon.
  static let noIcon: HTML = "<link rel=\"icon\" href=\"data:,\">\n"

  /// The way from a page to the root.
  static func root(of path: String) -> String {
    String(repeating: "../", count: path.count { $0 == "/" })
  }
}

/// What the navigation leads to.
enum SitePlace: CaseIterable {
  case experiments, compare, claims, search

  var title: String {
    switch self {
    case .experiments: "Experiments"
    case .compare: "Compare"
    case .claims: "Claims"
    case .search: "Search"
    }
  }

  var path: String {
    switch self {
    case .experiments: "index.html"
    case .compare: "compare.html"
    case .claims: "claims.html"
    case .search: "search.html"
    }
  }
}
