import Testing

@testable import Server

struct DocumentTests {
  private let document = Document(.text, text: "0123456789")

  private func response(_ method: WebRequest.Method = .get, _ fields: (String, String)...) -> WebResponse {
    document.response(to: WebRequest(method, "/", fields: fields.map { .init($0.0, $0.1) }))
  }

  @Test(arguments: [
    ("bytes=0-3", 206, "0123"), ("bytes=4-", 206, "456789"), ("bytes=-3", 206, "789"), ("bytes=8-99", 206, "89"),
    ("bytes=-99", 206, "0123456789"), ("bytes=9-9", 206, "9"), ("bytes=10-", 416, ""), ("bytes=-0", 416, ""),
    ("bytes=3-2", 200, "0123456789"), ("bytes=0-1,4-5", 200, "0123456789"), ("lines=0-1", 200, "0123456789"),
    ("bytes=a-b", 200, "0123456789"), ("bytes=", 200, "0123456789"), ("bytes=-", 200, "0123456789"),
    ("bytes=0-9223372036854775807", 206, "0123456789"), ("bytes=0-99999999999999999999", 200, "0123456789"),
    ("bytes=+1-2", 200, "0123456789"),
  ])
  func `a part is what RFC 9110 says it is`(field: String, status: Int, text: String) {
    let found = response(.get, ("range", field))
    #expect(found.status == status && String(decoding: found.bytes, as: UTF8.self) == text)
  }

  @Test
  func `a part says where it stands, and comes only of the same content`() {
    #expect(response(.get, ("range", "bytes=2-4")).value("content-range") == "bytes 2-4/10")
    #expect(response(.get, ("range", "bytes=20-")).value("content-range") == "bytes */10")
    #expect(response(.get, ("range", "bytes=2-4"), ("if-range", document.tag)).status == 206)
    #expect(response(.get, ("range", "bytes=2-4"), ("if-range", "\"other\"")).status == 200)
    #expect(response(.head, ("range", "bytes=2-4")).status == 200)
  }

  @Test
  func `content that is known is not sent again`() {
    for field in [document.tag, "W/\(document.tag)", "\"other\", \(document.tag)", "*"] {
      let found = response(.get, ("if-none-match", field))
      #expect(found.status == 304 && found.bytes.isEmpty && found.value("etag") == document.tag, "\(field)")
    }
    #expect(response(.get, ("if-none-match", "\"other\"")).status == 200)
    #expect(Document(.text, text: "other").tag != document.tag)
  }

  @Test
  func `a name under which a file is saved cannot end its field`() {
    let hostile = Document(.csv, [], download: "a\"; filename=\"/etc/passwd\r\nx: y.csv")
    let response = hostile.response(to: WebRequest(.get, "/", fields: []))
    #expect(
      response.value("content-disposition") == "attachment; filename=\"a___filename___etc_passwd_x__y.csv\"")
  }
}
