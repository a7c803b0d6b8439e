"""A bureau is what whole words of its name say: 人民政府 is no 民政, 公安县 no 公安."""

from __future__ import annotations

KINDS: dict[str | None, str] = {
    "agriculture": "农业农村局",
    "archives": "武汉市档案馆",
    "audit": "武汉市审计局",
    "city_management": "武汉市城市管理执法委员会 环境卫生管理所 武汉市城市管理委员会",
    "civil_affairs": "武汉市民政局 江岸区民政局 武汉市民政局社会福利院 武乡县民政局",
    "civil_defence": "武汉市国防动员办公室",
    "commerce": "武汉市商务局",
    "congress": "武汉市人大常委会办公室 武汉市人民代表大会常务委员会",
    "consultative_conference": "中国人民政治协商会议武汉市委员会 政协武汉市江岸区委员会办公室",
    "court": "武汉市江岸区人民法院",
    "culture": "武汉市文化和旅游局 武汉市文化市场综合执法支队",
    "democratic_party": "民革武汉市委员会 农工党武汉市委会",
    "development_reform": "武汉市发展和改革委员会",
    "development_zone": (
        "武汉东湖新技术开发区管理委员会 武汉市商务区管理委员会 武汉市光谷科技新城管委会 "
        "江北新区管理委员会"
    ),
    "discipline": "中共武汉市纪律检查委员会",
    "education": (
        "荆州市公安县教育局 湖北农业大学 华中科技大学 武汉市交通学校 武汉市卫生学校 "
        "武汉市教育局 武汉市第一中学 武汉市江岸区实验幼儿园 桃江县大栗港镇中心学校 "
        "新乡市教育局 武汉市社会主义学院"
    ),
    "emergency": "武汉市应急管理局",
    "environment": "武汉市生态环境局",
    "ethnic_religious": "武汉市民族宗教事务委员会",
    "finance": "公安县财政局 景德镇市财政局",
    "fire": "武汉市消防救援支队",
    "foreign_affairs": "武汉市人民政府外事办公室",
    "forestry": "武汉市园林和林业局",
    "government_office": "公安县人民政府办公室 湖北省人民政府办公厅 武汉市人民政府研究室",
    "government_offices": "武汉市机关事务管理局",
    "government_services": "江城市民政务服务中心 武汉市政务服务和大数据管理局",
    "health": (
        "武汉大学人民医院 卫生健康委员会 武汉市卫生和计划生育委员会 某区卫生局 "
        "某街道社区卫生服务中心 武汉市疾病预防控制中心 四川省人民医院 武汉市儿童医院"
    ),
    "housing": "武汉市住房保障和房屋管理局",
    "housing_fund": "武汉住房公积金管理中心",
    "human_resources": "武汉市人力资源和社会保障局 武汉市社会保险中心",
    "industry": "武汉市经济和信息化局",
    "justice": "武汉市司法局",
    "local_government": (
        "安吉县递铺街道办事处 武汉市江岸区人民政府大智街道办事处 武汉市洪山区人民政府 "
        "宜昌市夷陵区龙泉镇人民政府 宜昌市夷陵区邓村乡人民政府 杭州市西湖区三墩镇 "
        "恩施市芭蕉侗族乡人民政府 北京市东城区人民政府东华门街道办事处 "
        "中共杭州市拱墅区委天水街道工作委员会 荆州市公安县斗湖堤镇人民政府 "
        "鹤壁市鹤山区姬家山乡 乌鲁木齐市水磨沟区六道湾街道 景德镇市浮梁县瑶里镇"
    ),
    "market_regulation": "武汉市市场监督管理局",
    "mass_organisation": "共青团武汉市委员会 武汉市科学技术协会 武汉市总工会 武汉市残疾人联合会",
    "medical_insurance": "武汉市医疗保障局 武汉市江汉区医疗保险基金管理中心",
    "meteorology": "武汉市气象局",
    "natural_resources": "武汉市自然资源和城乡建设局",
    "party": "中共上海市普陀区委社会工作部 中共武汉市委宣传部 中共武汉市委党校",
    "petitions": "武汉市人民政府信访局",
    "procuratorate": "武汉市江岸区人民检察院",
    "public_resources": "武汉市公共资源交易中心",
    "public_security": "公安县公安局 武汉市公安局江岸区分局 武汉市公安局交通管理局",
    "science": "武汉市科学技术局 武汉市科技和工业信息化局",
    "state_assets": "武汉市人民政府国有资产监督管理委员会",
    "statistics": "武汉市统计局 武汉市统计学会",
    "supply_cooperative": "武汉市供销合作总社",
    "tax": "国家税务总局武汉市税务局",
    "transport": "交通运输局 武汉市公路管理处 河北省交通运输厅 武汉市农村公路养护中心",
    "veterans": "武汉市退役军人事务局",
    "water": "武汉市水务局",
    None: "交通银行武汉分行 中国农业银行",
}
BUREAUS = {name: kind for kind, names in KINDS.items() for name in names.split()}
