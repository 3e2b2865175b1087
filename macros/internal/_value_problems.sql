{% macro _value_problems(name, relation, columns, use_cases, path) %}
    {#- One sentence per value of a declared table that no rule knows: a use case that is not declared, a word
        outside its list, low, mode and high out of order, a name that SQL cannot use. -#}
    {%- set table = assay.declared_columns()[name] -%}
    {%- set allowed = {} -%}
    {%- if 'use_case' in columns -%}
        {%- do allowed.update({'use_case': use_cases.keys() | list}) -%}
    {%- endif -%}
    {%- do allowed.update(table.get('values', {})) -%}
    {%- set problems = [] -%}
    {%- for column, values in allowed.items() if column in columns -%}
        {%- set query -%}
            select distinct cast({{ column }} as string) as value from {{ relation }} order by value
        {%- endset -%}
        {%- for row in run_query(query).rows if row[0] is not none and row[0] not in values -%}
            {%- do problems.append(
                path ~ '.' ~ column ~ ": '" ~ row[0] ~ "' is not one of " ~ values | join(', ')
                ~ assay._did_you_mean(row[0], values)
            ) -%}
        {%- endfor -%}
    {%- endfor -%}

    {%- if 'low' in columns and 'mode' in columns and 'high' in columns -%}
        {%- set query -%}
            select
                concat_ws('.', use_case, name) as place,
                concat_ws(', ', cast(low as string), cast(mode as string), cast(high as string)) as found
            from {{ relation }}
            where low > high or low > mode or mode > high
            order by place
        {%- endset -%}
        {%- for row in run_query(query).rows -%}
            {%- do problems.append(path ~ '.' ~ row[0] ~ ': low, mode and high are not in order: ' ~ row[1]) -%}
        {%- endfor -%}
    {%- endif -%}

    {%- if name == 'quality_rules' -%}
        {%- do problems.extend(assay._dataset_problems(relation, use_cases, path)) -%}
    {%- endif -%}

    {%- if name == 'assumptions' -%}
        {%- do problems.extend(assay._assumption_problems(relation, columns, path)) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
