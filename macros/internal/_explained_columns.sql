{% macro _explained_columns(shape) %}
    {#- How the SHAP values of a model are had: {problem (why they are not, or none), names (the source columns of its
        features), positions ({name: places in the array of contributions}), layout (assay.path_layout of
        branching trees)}. `shape` is assay._read_model. -#}
    {%- set form = shape.outputs[0].form -%}
    {%- set compared = range(1, shape.features | length + 1) | list -%}
    {%- set problem = namespace(text=none) -%}
    {%- set forms = ['constant', 'linear', 'quadratic', 'oblivious_trees', 'branching_trees'] -%}
    {%- set is_explained = shape.outputs | length == 1 and form in forms -%}
    {%- set paths = assay.path_layout('(select *, 1 as model_number from ' ~ shape.current ~ ' as stored)')
        if is_explained and form == 'branching_trees' else {} -%}
    {%- if not is_explained -%}
        {%- set problem.text = 'no exact attributions for this form of model' -%}
    {%- elif form == 'branching_trees' -%}
        {%- set problem.text = paths.problem -%}
        {%- set compared = range(1, (paths.features | max or 0) + 1) | list -%}
    {%- elif form == 'oblivious_trees' -%}
        {%- set layout = assay.contribution_layout(shape.current).values() | first -%}
        {%- if layout -%}{%- set compared = layout.keys() | sort -%}
        {%- else -%}{%- set problem.text = 'the trees are deeper than eight levels, or stored without weights' -%}{%- endif -%}
    {%- endif -%}
    {%- set positions = {} -%}
    {%- for feature in shape.features -%}
        {%- set name = feature.source_columns | join('|') -%}
        {%- set places = positions.setdefault(name, []) -%}
        {%- if feature.position in compared -%}
            {%- do places.append(compared.index(feature.position) + 1) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({
        'problem': problem.text, 'names': positions.keys() | list, 'positions': positions, 'layout': paths,
    }) }}
{% endmacro %}
