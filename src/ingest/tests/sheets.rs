//! Workbooks: what their cells show.

use super::*;

/// A workbook of one row, each cell a value and the format that it is in.
fn workbook(cells: &[(&str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packed = "http://schemas.openxmlformats.org/package/2006";
    let each = |form: &dyn Fn(usize, &str, &str) -> String| -> String {
        cells.iter().enumerate().map(|(index, (value, code))| form(index, value, code)).collect()
    };
    let formats = each(&|index, _, code| {
        let code = code.replace('&', "&amp;").replace('"', "&quot;");
        format!("<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", 164 + index)
    });
    let styles = each(&|index, _, _| format!("<xf numFmtId=\"{}\" applyNumberFormat=\"1\"/>", 164 + index));
    let row = each(&|index, value, _| {
        format!("<c r=\"{}1\" s=\"{}\"><v>{value}</v></c>", char::from(b'A' + index as u8), index + 1)
    });
    let kind = format!("<Relationship Id=\"rId1\" Type=\"{office}");
    let members = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{packed}/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{packed}/relationships\">{kind}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packed}/relationships\">{kind}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{row}</row></sheetData></worksheet>"),
        ),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn numbers_stand_as_their_formats_show_them() {
    let cells = [
        ("0.25", "0%"),
        ("42", "00000"),
        ("-4", "#,##0_);(#,##0)"),
        ("1234.5", "#,##0.00 \"EUR\""),
        ("1234567890123456", "General"),
        ("42020.5", "d\" of \"mmmm yyyy h:mm"),
        ("12", "broken [ \" format"),
    ];
    let got = opened("a.xlsx", &workbook(&cells));
    assert_eq!(texts(&got), ["25%\t00042\t(4)\t1234.50 EUR\t1234567890123456\t2015-01-16 12:00:00\t12\n"]);
}
