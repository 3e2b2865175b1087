{% macro _type_family(data_type) %}
    {#- The family of a column's type in lower case: number, time, text or other (nested, binary, interval). -#}
    {%- set families = {
        'number': [
            'tinyint', 'smallint', 'int', 'bigint', 'hugeint', 'utinyint', 'usmallint', 'uinteger', 'ubigint',
            'uhugeint', 'bignum', 'float', 'double', 'real', 'decimal', 'numeric', 'long', 'short', 'byte',
        ],
        'time': ['date', 'timestamp'],
        'text': ['bool', 'varchar', 'string', 'char', 'text', 'uuid', 'enum', 'time'],
    } -%}
    {%- set found = [] -%}
    {%- if '[' not in data_type and not data_type.startswith('interval') -%}
        {%- for family, prefixes in families.items() -%}
            {%- for prefix in prefixes if data_type.startswith(prefix) -%}
                {%- do found.append(family) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found[0] if found else 'other') }}
{% endmacro %}
