"""The columns of a list: what each is called in a file, and which must be there."""

from dataclasses import dataclass

from grid.naming import in_language


@dataclass(frozen=True)
class Column:
    """One column; a file may call it by any of its names, the first two are those we write."""

    key: str
    name: str
    name_en: str
    others: tuple[str, ...] = ()
    needed: bool = False

    def __str__(self):
        return in_language(self.name, self.name_en)

    @property
    def names(self):
        return {plain(name) for name in (self.key, self.name, self.name_en, *self.others)}


COLUMNS = (
    Column("number", "工单编号", "Ticket number", ("工单号", "编号", "external_number"), needed=True),
    Column("text", "诉求内容", "Content", ("内容", "问题描述", "诉求描述", "description"), needed=True),
    Column("category", "事件类型", "Type", ("类型", "类别", "事件类别", "service_code"), needed=True),
    Column("address", "地址", "Address", ("事发地址", "详细地址", "address_string")),
    Column("code", "网格编码", "Grid code", ("网格代码", "社区编码")),
    Column("lng", "经度", "Longitude", ("long",)),
    Column("lat", "纬度", "Latitude"),
    Column("reporter_name", "诉求人", "Reporter", ("来电人", "姓名", "联系人")),
    Column("reporter_phone", "联系电话", "Phone", ("电话", "来电号码", "手机号")),
    Column("urgency", "紧急程度", "Urgency"),
)
BY_KEY = {column.key: column for column in COLUMNS}


def plain(name):
    """A heading as it is compared: no spaces, no star for what is needed, small letters."""
    return "".join(name.split()).strip("*＊").casefold().replace("_", "")


def places_of(headings):
    """Where each column stands: {key: place}, for the columns that the headings name."""
    asked = [plain(heading) for heading in headings]
    return {
        column.key: next(place for place, heading in enumerate(asked) if heading in column.names)
        for column in COLUMNS
        if column.names & set(asked)
    }
